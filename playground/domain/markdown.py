"""Foreign text in Markdown, where it must stay text (CommonMark 0.31)."""

from __future__ import annotations

import re

# What begins markup inside a line, and what GitHub makes links of by itself. An underscore between
# letters or digits begins nothing.
_MARKUP = re.compile(
    r"[\\`*\[\]<>#|~&@$]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.", re.IGNORECASE
)
_LISTED = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def fenced(text: str, kind: str = "text") -> str:
    """A code block that no run of backticks inside can end (4.5 Fenced code blocks)."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text}\n{fence}\n"


def inline(text: str) -> str:
    """The text on one line, its markup escaped (2.4 Backslash escapes); also in a table's cell.

    It is not to stand at the beginning of a line, where list marks and the like would count.
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def line(text: str) -> str:
    """The same for a line of its own: no list, rule or underline of a heading begins with it."""
    return _NUMBERED.sub(r"\1\\\2", _LISTED.sub(r"\\\1", inline(text)))
