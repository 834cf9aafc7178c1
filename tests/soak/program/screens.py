"""Which screen of the program is seen, told by what stands on it."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAIN = "main"
SMALL = "too small"
_TITLE = re.compile(r"^[─━]([^─━]+)[─━]")
_INSIDE = re.compile(r"[─━] ?Theme ?[─━]")

# How the heading of a screen or the question of a box begins, and what it is called here.
_NAMES: tuple[tuple[str, str], ...] = (
    ("Models", MAIN),
    ("Help", "help"),
    ("Licence of", "licence"),
    ("Prompt options", "prompt options"),
    ("Open a prompt", "open prompt"),
    ("Compare: ", "compare"),
    ("Compare ", "choose what to compare with"),
    ("Compare", "compare"),
    ("Summary", "summary"),
    ("Conclusions", "conclusions"),
    ("Replay", "replay"),
    ("Tasks", "evaluation order"),
    ("Earlier evaluations", "earlier evaluations"),
    ("Evaluation", "evaluation"),
    ("Sessions", "sessions"),
    ("Inside", "inspect"),
    ("Downloads", "downloads"),
    ("Model hub", "hub search"),
    ("Votes of this session", "tally"),
    ("Export this session", "export"),
    ("Not all is saved", "quit question"),
    ("Write the whole session to", "save elsewhere"),
    ("Search for", "search in an output"),
    ("Write the text to", "write an output"),
    ("Note on", "note"),
    ("Which one is better", "vote"),
    ("Move ", "delete question"),
    ("Title", "rename"),
    ("Tags", "tags"),
)


def name_of(lines: Sequence[str]) -> str:
    """The name of the screen, or of the box that stands over it; empty where it is not known."""
    if any("llmplay needs" in line for line in lines[:2]):
        return SMALL
    if any(line.startswith("▔▔▔▔") for line in lines):
        return "palette"
    if any(_INSIDE.search(line) for line in lines):
        return "themes"
    rules = [at for at, line in enumerate(lines) if len(line) > 20 and set(line) == {"━"}]
    if rules and rules[0] + 1 < len(lines):
        return _named(lines[rules[0] + 1].strip()) or "question"
    if lines and lines[-1].startswith(" Esc Back") and "T Load and count" in lines[-1]:
        return "preview"
    title = _TITLE.match(lines[0]) if lines else None
    return (_named(title[1].strip()) or "page") if title else ""


def _named(heading: str) -> str:
    return next((name for start, name in _NAMES if heading.startswith(start)), "")
