"""Builds the wheel and installs it, and runs what was installed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.program import Ended

ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 300
_OURS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True)
class Installation:
    """An environment with llmplay in it."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def program(self) -> Path:
        """What a person types."""
        return self.folder / "bin" / "llmplay"

    @property
    def packages(self) -> Path:
        """Where its packages lie."""
        (found,) = self.folder.glob("lib/python3.*/site-packages")
        return found

    def llmplay(
        self,
        *arguments: str | Path,
        given: bytes = b"",
        env: Mapping[str, str] | None = None,
        before: Sequence[str] = (),
        **options: Any,
    ) -> Ended:
        """Run it to its end; `before` is a command that starts it. No traceback is ever right."""
        done = subprocess.run(
            [*before, self.program, *arguments],
            input=given,
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            env=surroundings(env),
            check=False,
            **options,
        )
        ended = Ended(done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace"))
        assert "Traceback" not in ended.err, ended.err
        return ended

    def listing(self) -> dict[str, tuple[int, int]]:
        """Every file of the package with its size and the time of its last change."""
        package = self.packages / "playground"
        found = {path.relative_to(package): path.stat() for path in sorted(package.rglob("*"))}
        return {str(path): (one.st_size, one.st_mtime_ns) for path, one in found.items()}


def surroundings(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our environment without what leads to this checkout; warnings are errors there as well."""
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**kept, "PYTHONWARNINGS": "error", **(extra or {})}


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout, built by the library that the project names, without network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install_offline(wheel: Path, folder: Path) -> Installation:
    """The wheel in an environment of its own that sees our dependencies, and not this checkout.

    A line in a .pth file puts our packages on the path without obeying their own .pth files, one
    of which leads to the checkout.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    made = Installation(folder)
    pip = [sys.executable, "-m", "pip", "--python", str(made.python), "install"]
    pip += ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run(pip, check=True, env=surroundings({"PYTHONWARNINGS": "default"}))
    ours = sysconfig.get_path("purelib")
    (made.packages / "dependencies.pth").write_text(f"{ours}\n", encoding="utf-8")
    return made
