"""Each module imported alone: it brings in nothing of the layers above it and nothing heavy.

The static contracts of `pyproject.toml` cannot see what an import does at run time.
"""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import playground

LAYERS = ("errors", "engines", "domain", "services", "cli", "ui", "__main__")
"""From the lowest up; the two front ends do not know each other."""

ABOVE = {
    "errors": {"engines", "domain", "services", "cli", "ui"},
    "engines": {"domain", "services", "cli", "ui"},
    "domain": {"services", "cli", "ui"},
    "services": {"cli", "ui"},
    "cli": {"ui"},
    "ui": {"cli"},
    "__main__": {"cli", "ui", "services", "domain", "engines"},
}
HEAVY = {
    "ctransformers",
    "gguf",
    "huggingface_hub",
    "numpy",
    "rich",
    "textual",
    "tomli_w",
    "torch",
    "transformers",
}
_ALLOWED = {"ui": {"rich", "textual"}}
_LOADED = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted(sys.modules))
"""


def modules_of(layer: str) -> list[str]:
    """All modules of a layer."""
    name = f"playground.{layer}"
    path = Path(playground.__file__).parent / layer
    if not path.is_dir():
        return [name]
    found = pkgutil.walk_packages([str(path)], f"{name}.")
    return [name, *(module.name for module in found)]


def loaded_by(*names: str) -> set[str]:
    """What is in `sys.modules` of a new interpreter after these imports."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *names],
        cwd=Path(playground.__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_nothing_of_those_above(layer: str) -> None:
    modules = modules_of(layer)
    assert len(modules) > 1 or layer in {"errors", "__main__"}
    loaded = loaded_by(*modules)
    assert set(modules) <= loaded
    above = {f"playground.{name}" for name in ABOVE[layer]}
    assert [name for name in loaded if name in above or _package(name) in above] == []


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_nothing_heavy(layer: str) -> None:
    packages = {name.partition(".")[0] for name in loaded_by(*modules_of(layer))}
    assert packages & HEAVY <= _ALLOWED.get(layer, set())


def test_what_every_command_line_imports_is_light() -> None:
    loaded = loaded_by("playground.cli.program")
    assert loaded & {"asyncio", "playground.services.pool", "playground.engines.client"} == set()


def test_the_domain_knows_only_the_vocabulary_of_the_engines() -> None:
    loaded = loaded_by(*modules_of("domain"))
    engines = {name for name in loaded if name.startswith("playground.engines.")}
    assert engines <= {"playground.engines.parameters", "playground.engines.protocol"}


def _package(name: str) -> str:
    return ".".join(name.split(".")[:2])
