"""`python -m tests.installed PYTHON…`: the wheel under other interpreters, with the network.

For each one: an environment into which the wheel is installed from the package index as a person
would, then the tests of this folder on it, then those of the domain and the services by it. The
tests lie in a folder without the package, so that it is the installed one they find.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.installed.conftest import NAMED
from tests.installed.installation import ROOT, Installation, build_wheel, surroundings

_BESIDE = ("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "themes", "tests")
_PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider")


def main(interpreters: Sequence[str]) -> int:
    """Check the wheel under each interpreter; 0 where all is well under all of them."""
    if not interpreters:
        print(__doc__)
        return 2
    failed = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build_wheel(folder)
        for interpreter in interpreters:
            print(f"== {interpreter}", flush=True)
            if not _holds(interpreter, wheel, folder / Path(interpreter).name):
                failed.append(interpreter)
    print(f"failed: {', '.join(failed)}" if failed else "all is well")
    return 1 if failed else 0


def _holds(interpreter: str, wheel: Path, folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    made = Installation(folder / "environment")
    _run(interpreter, "-m", "venv", made.folder)
    _run(made.python, "-m", "pip", "install", "-q", f"{wheel}[llamacpp]")
    told = {**os.environ, NAMED: str(made.folder)}
    program = [sys.executable, *_PYTEST, "tests/installed"]
    whole = subprocess.run(program, cwd=ROOT, env=told, check=False).returncode == 0
    _run(made.python, "-m", "pip", "install", "-q", f"{wheel}[dev]")
    apart = folder / "tests-alone"
    apart.mkdir()
    for name in _BESIDE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, apart / name)
    parts = [str(made.python), *_PYTEST, "tests/domain", "tests/services"]
    found = subprocess.run(parts, cwd=apart, env=surroundings({"PYTHONWARNINGS": ""}), check=False)
    return whole and found.returncode == 0


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, env=surroundings({"PYTHONWARNINGS": ""}))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
