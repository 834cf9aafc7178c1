"""Engines that not every installation has: whether one is there, and how to get it."""

from __future__ import annotations

import importlib.metadata
import re
import shlex
import sys

from playground.engines.backend import extra_of

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def installed(engine: str) -> bool:
    """Whether all that the engine's extra names is installed; a look at metadata, no import."""
    return all(_is_here(wanted) for wanted in requirements(engine))


def install_line(engine: str) -> str:
    """The exact command that installs what the engine needs, for this very interpreter."""
    return shlex.join([sys.executable, "-m", "pip", "install", *requirements(engine)])


def requirements(engine: str) -> tuple[str, ...]:
    """What the engine needs beside what every installation has (PEP 508); often nothing."""
    extra = extra_of(engine)
    if not extra:
        return ()
    try:
        lines = importlib.metadata.requires("llmplay") or []
    except importlib.metadata.PackageNotFoundError:  # run from a folder that was never installed
        return ()
    return tuple(line.partition(";")[0].strip() for line in lines if _extra(line) == extra)


def _is_here(requirement: str) -> bool:
    match = _NAME.match(requirement)
    if match is None:
        return False
    try:
        importlib.metadata.distribution(match[0])
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _extra(requirement: str) -> str:
    marker = requirement.partition(";")[2].replace('"', "'")
    return marker.partition("extra == '")[2].partition("'")[0]
