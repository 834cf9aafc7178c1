"""The command blocks of the README, and the program under the names they use."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SET_UP = re.compile(r"^python3 -m venv|^\.venv/bin/pip install", re.MULTILINE)

_TELLING = re.compile(r"^(llmplay sessions diff [^#\n]*)", re.MULTILINE)
"""Commands that end with 1 where there are differences, as diff does."""


@dataclass(frozen=True, slots=True)
class Block:
    """Commands of one place of the README."""

    line: int
    """Where the first one stands, from 1."""
    text: str

    @property
    def commands(self) -> str:
        """What is carried out: without installing, and with the program by its bare name."""
        lines = (line for line in self.text.splitlines() if not _SET_UP.match(line))
        text = "\n".join(lines).replace(".venv/bin/llmplay", "llmplay").strip()
        return _TELLING.sub(r"\1|| test $? -eq 1 ", text)

    @property
    def needs(self) -> str:
        """The optional group whose installation stands in the block; empty for none."""
        found = re.search(r"pip install .*'\.\[(\w+)\]'", self.text)
        return found[1] if found and self.commands else ""


def blocks() -> Iterator[Block]:
    """Every block, in order."""
    text = README.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        yield Block(text.count("\n", 0, match.start(1)) + 1, match[1])


def install(folder: Path) -> None:
    """Put `llmplay` into a folder for PATH: this interpreter and this package."""
    folder.mkdir(parents=True)
    program = folder / "llmplay"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m playground "$@"\n')
    program.chmod(0o755)
