"""Finds the Python function in what a model said about it."""

from __future__ import annotations

import re
import textwrap

_FENCE = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL)
_DEF = re.compile(r"^(?:async )?def ", re.MULTILINE)
_ANY_DEF = re.compile(r"^[ \t]*(?:async )?def ", re.MULTILINE)
_INDENTED = re.compile(r"(?:[ \t]*\n)*[ \t]+(?!(?:async )?def )\S")
_BEGINS = re.compile(r"(?:async )?def |class \w|@\w|import \w[\w., ]*$|from [\w.]+ import ")
_ASSIGNS = re.compile(r"[A-Za-z_]\w*(?:\s*:[^=]+)?\s*=[^=]")
_GOES_ON = re.compile(r"\s|$|[)\]}#]")


def code(text: str) -> str:
    """The first fenced block, or everything where there is none."""
    found = _FENCE.search(text)
    return found[1] if found else text


def body(text: str) -> str:
    """What belongs to a function whose first line was asked for.

    That is up to the first line that stands at the margin again; a blank line does not end it.
    """
    kept: list[str] = []
    for at, line in enumerate(text.split("\n")):
        if at and line.strip() and not line[0].isspace():
            break
        kept.append(line)
    return "\n".join(kept).rstrip()


def function(text: str) -> str:
    """The functions of a text, without prose, fences, examples of use and tests.

    The first fenced block with a function is taken; without fences, what begins with the first
    line of code. Where there is no first line of a function, the text is taken for its body.
    """
    text = _unfenced(text)
    if not _DEF.search(text) or _INDENTED.match(text):
        return body(text)
    lines = text.split("\n")
    begun = next(at for at, line in enumerate(lines) if _starts(line))
    kept: list[str] = []
    for line in lines[begun:]:
        if not (_starts(line) or _GOES_ON.match(line)):
            break
        kept.append(line)
    return "\n".join(kept).rstrip()


def _starts(line: str) -> bool:
    return bool(_BEGINS.match(line) or _ASSIGNS.match(line))


def _unfenced(text: str) -> str:
    first = _DEF.search(text)
    fence = text.find("```")
    if fence < 0:
        return text
    if first is not None and first.start() < fence:
        return text[:fence]  # the opening fence belonged to the question
    blocks = _FENCE.findall(text)
    if not blocks:
        return text
    block: str = next((one for one in blocks if _ANY_DEF.search(one)), blocks[0])
    return textwrap.dedent(block) if _ANY_DEF.search(block) else block
