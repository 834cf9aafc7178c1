"""`python -m tests.findings`: compares the bundled models on the demo tasks and keeps the findings.

The code that they write is run, in the sandbox. It takes a minute or two on two cores.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playground.services.catalog import load_all

FOLDER = Path(__file__).parent
CONCLUSIONS = FOLDER / "conclusions.md"
TASKS = ("summarisation-demo", "qa-demo", "codegen-demo")
KEPT = ("findings.md", "findings.html")


def bundled() -> list[str]:
    """The ids of all models that come with the program."""
    return [entry.id for entry in load_all() if entry.bundled]


def llmplay(*arguments: str, home: str) -> None:
    """Run the program with a home of its own."""
    environment = {**os.environ, "HOME": home}
    environment |= {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("CONFIG", "DATA", "CACHE")}
    subprocess.run([sys.executable, "-m", "playground", *arguments], env=environment, check=True)


def main() -> None:
    """Evaluate, write the findings with the conclusions, and keep both forms of them."""
    with tempfile.TemporaryDirectory() as home:
        out = Path(home, "comparison")
        models = [word for model in bundled() for word in ("-m", model)]
        llmplay(
            "eval", *TASKS, *models, "--allow-code-execution", "--out", os.fspath(out), home=home
        )
        llmplay("report", os.fspath(out), "--conclusions", os.fspath(CONCLUSIONS), home=home)
        for name in KEPT:
            shutil.copyfile(out / name, FOLDER / name)
            print(FOLDER / name)


if __name__ == "__main__":
    main()
