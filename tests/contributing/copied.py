"""A copy of the program that may be changed, and a note of what was changed in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.program import Ended, llmplay
from tests.pty.terminal import PLAYGROUND, Terminal

ROOT = Path(__file__).parents[2]
_CODE = re.compile(r"`([^`]+)`")
_NOT_NEEDED = shutil.ignore_patterns("corpus", "parity.json")


class Copy:
    """The package and the themes in a folder of their own, from where they run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changed: set[str] = set()
        for name in ("playground", "themes"):
            # With the times of the files, so that what was compiled of them is still good.
            shutil.copytree(ROOT / name, folder / name, ignore=_NOT_NEEDED)

    def add(self, name: str, text: str) -> None:
        """A new file; it must not be there yet."""
        path = self.folder / name
        assert not path.exists()
        path.write_text(text, encoding="utf-8")
        self.changed.add(name)

    def add_line(self, name: str, before: str, line: str) -> None:
        """A line in a file, before the only one that has this text."""
        path = self.folder / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (at,) = (number for number, one in enumerate(lines) if one.rstrip("\n") == before)
        lines.insert(at, line + "\n")
        path.write_text("".join(lines), encoding="utf-8")
        self.changed.add(name)

    def append(self, name: str, text: str) -> None:
        """Text at the end of a file."""
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
        self.changed.add(name)

    def llmplay(self, *arguments: str | Path) -> Ended:
        """Run the copy, which must end well."""
        ended = llmplay(*arguments, env={"PYTHONPATH": str(self.folder)}, cwd=self.folder)
        assert ended.code == 0, ended.err
        return ended

    def python(self, program: str) -> str:
        """Run Python on the copy; what it printed."""
        done = subprocess.run(
            [sys.executable, "-P", "-c", program],
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def screen(self, home: Path, *arguments: str, size: tuple[int, int] = (100, 30)) -> Terminal:
        """The full screen of the copy."""
        told = {"PYTHONPATH": str(self.folder)}
        return Terminal([*PLAYGROUND, *arguments], home=home, size=size, environment=told)


def undocumented(thing: str, copy: Copy) -> list[str]:
    """What was changed that the entry of CONTRIBUTING.md for this thing does not name."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (entry,) = re.findall(rf"^- \*\*{re.escape(thing)}\*\*:(.*?)(?=^- |^$)", text, re.M | re.S)
    named = _CODE.findall(entry)
    folders = tuple(name for name in named if name.endswith("/"))
    return sorted(
        one for one in copy.changed if one not in named and f"{Path(one).parent}/" not in folders
    )
