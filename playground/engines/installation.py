"""Engines that not every installation has: whether one is there, and how to get it."""

from __future__ import annotations

import importlib.metadata
import shlex
import sys

EXTRAS = {"llamacpp": "llamacpp", "pipeline": "transformers"}
"""The optional dependency group that brings an engine; engines not named here always are there."""

_NAMES = {"llamacpp": "xllamacpp", "pipeline": "transformers"}
"""The distribution that tells whether the engine is installed."""


def installed(engine: str) -> bool:
    """Whether the engine's library is installed; a look at its metadata, no import."""
    name = _NAMES.get(engine)
    if name is None:
        return True
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def install_line(engine: str) -> str:
    """The exact command that installs what the engine needs, for this very interpreter."""
    wanted = [_plain(line) for line in _requirements() if _extra(line) == EXTRAS.get(engine)]
    return shlex.join([sys.executable, "-m", "pip", "install", *wanted])


def _requirements() -> list[str]:
    """Our own requirements (PEP 508), as the installed metadata lists them."""
    try:
        return importlib.metadata.requires("llmplay") or []
    except importlib.metadata.PackageNotFoundError:  # run from a folder that was never installed
        return []


def _plain(requirement: str) -> str:
    return requirement.partition(";")[0].strip()


def _extra(requirement: str) -> str:
    marker = requirement.partition(";")[2].replace('"', "'")
    return marker.partition("extra == '")[2].partition("'")[0]
