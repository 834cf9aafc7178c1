"""The places of a session file's blocks, found without reading what is in them.

A block is what was appended in one piece: the head, or one of the file's arrays of tables with the
tables under it. What looks like a header inside a text is part of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

END = "# end"
"""The line that ends a block, so that half a block is known from a whole one."""

HEAD = "head"
RUN = "runs"
LANE = "runs.lanes"
PARTIAL = "runs.partials"
JUDGEMENT = "judgements"
VOTE = "votes"
EDIT = "edits"

# The parts of TOML 1.0 that may hold brackets or hashes, each whole; possessive, so that no text
# makes it slow. First the plain lines that most blocks are made of, many at a time: keys with a
# value, or a list of texts a line each; headers of single tables; nothing.
_TOKEN = re.compile(
    rb"""
      ^(?:
        (?:
            [\w-]++\ =\ (?:
                "(?!"")(?:[^"\\\n]++|\\[^\n])*+"
              | [\w.:+-]++
              | \[\n(?:[ ]{4}"(?!"")(?:[^"\\\n]++|\\[^\n])*+",\n)++\]
            )
          | \[[\w.]++\]
        )?+\n
      )++
    | (?P<text>\"\"\")
    | '''(?:[^']++|'{1,2}(?!'))*+(?:'{3,5}|(?P<open_literal>\Z))
    | "(?:[^"\\\n]++|\\[^\n])*+"?
    | '[^'\n]*+'?
    | \#(?P<comment>[^\n]*+\n?)
    | (?P<bracket>[\[\]])
    """,
    re.X | re.M,
)
_TEXT = re.compile(rb'"""(?:[^"\\]++|\\[\s\S]?|"{1,2}(?!"))*+(?:"{3,5}|\Z)')
_HEADER = re.compile(rb"\[\[[ \t]*([^\]\n]*?)[ \t]*\]\][^\n]*\n?|\[[^\n]*\n?")
_DEEPEST = 1000
"""Brackets within one another, more than can be read."""
_BLANK = re.compile(rb"[ \t]*\Z")
_MARKER = END[1:].encode() + b"\n"


class Block(NamedTuple):
    """Bytes of the file, from `start` up to `end`."""

    kind: str
    """`HEAD`, or the name of its array of tables."""
    start: int
    end: int


@dataclass(slots=True)
class RunBlocks:
    """The blocks of one run."""

    run: Block
    lanes: list[Block]
    partials: list[Block]


@dataclass(frozen=True, slots=True)
class Index:
    """All blocks in the order of the file."""

    blocks: tuple[Block, ...]
    """The first is the head."""
    marked: int
    """Where the last line that ends a block ends; 0 where the head has none, as in schema 1.0."""

    def of(self, kind: str) -> list[Block]:
        """The blocks of one kind."""
        return [block for block in self.blocks if block.kind == kind]

    def runs(self) -> list[RunBlocks]:
        """The runs, each with its lanes."""
        found: list[RunBlocks] = []
        for block in self.blocks:
            if block.kind == RUN:
                found.append(RunBlocks(block, [], []))
            elif found and block.kind == LANE:
                found[-1].lanes.append(block)
            elif found and block.kind == PARTIAL:
                found[-1].partials.append(block)
        return found


def scan(data: bytes) -> Index:
    """The blocks of a session file; takes any bytes."""
    blocks: list[Block] = []
    kind, start, marks, depth, at = HEAD, 0, [0], 0, 0

    while (token := _TOKEN.search(data, at)) is not None:
        at = token.end()
        group = token.lastgroup
        if group is None:
            continue
        if group == "text":
            at = _end_of_text(data, token.start())
            continue
        if group == "comment":
            if token["comment"].replace(b"\r\n", b"\n") == _MARKER and _begins_line(data, token):
                marks.append(at)
            continue
        if group != "bracket":  # the file ends within a text
            continue
        if depth or not _begins_line(data, token):
            depth = max(0, depth + (1 if token[0] == b"[" else -1))
            if depth > _DEEPEST:  # reading the block will tell; looking further is in vain
                break
            continue
        header = _HEADER.match(data, token.start())
        if header is None:  # a closing bracket of nothing: reading the block will tell
            continue
        at = header.end()
        if header[1] is not None and header[1].count(b".") < 2:
            blocks.append(Block(kind, start, token.start()))
            kind, start = header[1].decode("utf-8", "replace"), token.start()
    blocks.append(Block(kind, start, len(data)))
    marked = len(marks) > 1 and marks[1] <= blocks[0].end
    return Index(tuple(blocks), marks[-1] if marked else 0)


def _end_of_text(data: bytes, start: int) -> int:
    """Where a text in three quotes ends; most have no escapes, and then looking is quick."""
    end = data.find(b'"""', start + 3)
    if end < 0 or data.find(b"\\", start, end) >= 0:
        text = _TEXT.match(data, start)
        assert text is not None
        return text.end()
    end += 3  # up to two quotes more are part of it
    return end + len(data[end : end + 2]) - len(data[end : end + 2].lstrip(b'"'))


def _begins_line(data: bytes, token: re.Match[bytes]) -> bool:
    line = data.rfind(b"\n", max(0, token.start() - 256), token.start()) + 1
    return _BLANK.match(data, line, token.start()) is not None
