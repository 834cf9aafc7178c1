"""Whether the libraries are there, and in the versions that llmplay was made for."""

from __future__ import annotations

import importlib.metadata
import shlex
import sys
from collections.abc import Iterator

from packaging.requirements import Requirement

from playground.engines.backend import BACKENDS, extra_of
from playground.services.doctor.finding import Finding

_PROGRAM = "llmplay"


def libraries() -> Iterator[Finding]:
    """One finding for all that are as they should be, one for each that is not."""
    wanted = requirements()
    if not wanted:
        yield Finding(
            "program",
            "libraries",
            "note",
            "llmplay runs from a folder and was never installed, so that versions are not known.",
            "Install it: pip install . in its folder.",
        )
        return
    good = []
    for one, needed in wanted.items():
        version = _version(one.name)
        if version is None and not needed:
            continue  # an engine that was not wished for: told of with the engines
        if version is not None and one.specifier.contains(version, prereleases=True):
            good.append(f"{one.name} {version}")
            continue
        plain = f"{one.name}{one.specifier}"
        found = "is not installed" if version is None else f"{version} is installed"
        told = f"{found}; llmplay needs {plain}."
        advice = shlex.join([sys.executable, "-m", "pip", "install", plain])
        yield Finding("program", one.name, "problem", told, f"Run: {advice}")
    yield Finding("program", "libraries", "ok", ", ".join(sorted(good)))


def requirements() -> dict[Requirement, bool]:
    """What llmplay asks for, and whether it cannot do without; the rest is for single engines.

    Nothing where it was never installed.
    """
    try:
        lines = importlib.metadata.requires(_PROGRAM) or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    found: dict[Requirement, bool] = {}
    extras = {extra_of(engine) for engine in BACKENDS} - {""}
    for line in lines:
        one = Requirement(line)
        if one.name == _PROGRAM:
            continue
        if one.marker is None or one.marker.evaluate({"extra": ""}):
            found[one] = True
        elif any(one.marker.evaluate({"extra": extra}) for extra in extras):
            found[one] = False
    return found


def versions() -> dict[str, str]:
    """The version of every library that is there, by its name."""
    found = {one.name: _version(one.name) for one in requirements()}
    return {name: version for name, version in found.items() if version is not None}


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
