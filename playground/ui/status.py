"""The line under an output and the title over it, in as many words as there is room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from playground.domain.judgements import stars
from playground.domain.terminal import visible
from playground.ui.attempts import Attempt

_REASONS = {
    "length": ("reached the token limit", "full"),
    "context": ("context full", "context full"),
    "stop": ("met a stop text", "stop text"),
    "eos": ("ended by itself", "end"),
}
_NOTE_WIDTH = 40


class _Part(NamedTuple):
    """A piece of the line; those of the highest `rank` are left out first."""

    rank: int
    long: str
    short: str


def status_line(
    attempt: Attempt,
    width: int,
    *,
    following: bool = True,
    found: str = "",
    hidden: bool = False,
    plain: bool = False,
) -> str:
    """Everything about an attempt that fits into `width` cells, whole parts only.

    `found` tells of a search, `hidden` leaves out what could tell models apart, `plain` avoids
    signs that few fonts have.
    """
    parts = [_state(attempt, hidden=hidden)]
    if quiet := attempt.quiet_seconds:
        streaming = attempt.state == "streaming"
        words = f"{quiet} s since the last token" if streaming else f"for {quiet} s"
        parts.append(_Part(1, words, f"{quiet} s"))
    if found:
        parts.append(_Part(1, found, found))
    if attempt.rating is not None:
        sign = stars(attempt.rating, plain=plain)
        parts.append(_Part(2, sign, f"{attempt.rating}/5"))
    if not following and not attempt.over:
        parts.append(_Part(3, "not following (f)", "held"))
    if not hidden:
        parts += _figures(attempt)
    if attempt.note:
        note = " ".join(visible(attempt.note).split())
        if cell_len(note) > _NOTE_WIDTH:
            note = set_cell_size(note, _NOTE_WIDTH - 1).rstrip() + "…"
        parts.append(_Part(7, f"note: {note}", "note"))
    return _fit(parts, width)


def _fit(parts: list[_Part], width: int) -> str:
    """All parts in words if they fit, else in short, then without the least important ones."""
    line = "  ".join(part.long for part in parts if part.long)
    while cell_len(line) > width:
        line = " ".join(part.short for part in parts if part.short)
        if cell_len(line) <= width or len(parts) == 1:
            break
        parts = [part for part in parts if part.rank < max(other.rank for other in parts)]
    return line


def _state(attempt: Attempt, *, hidden: bool) -> _Part:
    state, detail = attempt.state, attempt.detail
    if state == "queued":
        about = f", about {attempt.wait}" if attempt.wait else ""
        short = f"waits {attempt.wait}" if attempt.wait else "waits"
        told = attempt.detail if attempt.detail and not hidden else "waits its turn"
        return _Part(0, f"{told}{about}", short)
    if state == "loading":
        return _Part(0, "loading" if hidden else detail or "loading", "loading")
    if state == "reading":
        if hidden or not detail:
            return _Part(0, "reading the prompt", "reading")
        return _Part(0, f"reading the prompt, {detail}", f"reading {detail.split()[0]}")
    if state == "streaming":
        return _Part(0, "▸ writing", "▸")
    words = {"done": ("✓ done", "✓"), "stopped": ("■ stopped", "■ stopped")}
    return _Part(0, *words.get(state, ("✗ failed", "✗ failed")))


def _figures(attempt: Attempt) -> list[_Part]:
    """Tokens, speed, time to the first token, why it ended, prompt, seed, memory."""
    result = attempt.result
    if result is None and not attempt.tokens:
        return []
    tokens = result.usage.completion_tokens if result else attempt.tokens
    parts = [_Part(3, f"{tokens:,} tokens" if tokens != 1 else "1 token", f"{tokens} tok")]
    speed, first = attempt.tokens_per_second, attempt.first_token_seconds
    if speed is not None:
        figure = f"{speed:.0f}" if speed >= 10 else f"{speed:.1f}"
        parts.append(_Part(4, f"{figure} tokens/s", f"{figure}/s"))
    if first is not None:
        exact = f"{first * 1000:.0f} ms" if first < 0.1 else f"{first:.2f} s"
        parts.append(_Part(6, f"first after {exact}", exact.replace(" ", "")))
    if result is None:
        return parts
    if result.stop_reason in _REASONS:
        parts.append(_Part(5, *_REASONS[result.stop_reason]))
    if result.usage.prompt_tokens:
        count = result.usage.prompt_tokens
        parts.append(_Part(9, f"prompt {count:,}", f"prompt {count}"))
    seed = attempt.lane.sampling.seed
    parts.append(_Part(8, f"seed {seed}", f"seed {seed}"))
    if result.memory_bytes is not None:
        megabytes = result.memory_bytes / 1e6
        parts.append(_Part(10, f"memory {megabytes:,.0f} MB", f"{megabytes:.0f}MB"))
    return parts


@dataclass(frozen=True, slots=True)
class Heading:
    """What the title of an output is made of."""

    number: int
    """Its place on the screen from 1, which is also the key that goes there."""
    letter: str
    """Its name in a blind comparison; empty where there was none."""
    hidden: bool
    """Whether the letter is all that may be shown."""
    name: str
    variant: str
    sample: int | None
    """From 1; None where the model has one only."""
    version: int
    versions: int
    licence: str
    category: str
    """The letter of the licence's category, for want of room."""
    turn: int = 1
    """Of its conversation."""

    def line(self, width: int) -> str:
        """The title in at most `width` cells, whole parts only; a long name is cut at its end."""
        version = f"v{self.version}/{self.versions}" if self.versions > 1 else ""
        if self.turn > 1:
            version = f"turn {self.turn} {version}".rstrip()
        if self.hidden:
            return _joined(str(self.number), self.letter, version)
        head = f"{self.number} ={self.letter}" if self.letter else str(self.number)
        sample = f"#{self.sample}" if self.sample else ""
        for tail in (
            (self.variant, sample, version, self.licence),
            (self.variant, sample, version, self.category),
            (self.variant, sample, version),
            (sample, version),
        ):
            line = _joined(head, self.name, *tail)
            if cell_len(line) <= width:
                return line
        room = width - cell_len(_joined(head, "", sample, version)) - 2
        return _joined(head, set_cell_size(self.name, max(room, 4)).rstrip() + "…", sample, version)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
