"""From the bytes of single tokens to safe text: incremental decoding and stop strings."""

from __future__ import annotations

import codecs


class CompletionText:
    """Turns token bytes into text that may be shown at once.

    A character split over tokens appears with the token that completes it, whatever follows; bytes
    that are no UTF-8 become U+FFFD. Text that could be the beginning of a stop string is held back
    until it is known not to be one.
    """

    def __init__(self, stop: tuple[str, ...] = ()) -> None:
        """`stop` are the strings before the first of which the text ends; none is empty."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stop = stop
        self._held = ""
        self.stopped = False

    def feed(self, data: bytes) -> str:
        """Take one token's bytes and return the text that is now certain."""
        return self._release(self._decoder.decode(data))

    def finish(self) -> str:
        """Return all that is left when no more tokens come; empty after a stop string."""
        if self.stopped:
            return ""
        rest = self._release(self._decoder.decode(b"", final=True)) + self._held
        self._held = ""
        return rest

    def _release(self, new: str) -> str:
        text = self._held + new
        found = [at for at in (text.find(stop) for stop in self._stop) if at >= 0]
        if found:
            self.stopped, self._held = True, ""
            return text[: min(found)]
        keep = max((_overlap(text, stop) for stop in self._stop), default=0)
        self._held = text[len(text) - keep :]
        return text[: len(text) - keep]


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of `text` that begins `stop`."""
    for length in range(min(len(stop) - 1, len(text)), 0, -1):
        if text.endswith(stop[:length]):
            return length
    return 0


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """A text that JSON and C strings can carry, and what was changed in it, in words."""
    notes = []
    if "\0" in text:
        notes.append(f"{text.count(chr(0))} NUL left out of the prompt")
        text = text.replace("\0", "")
    whole = text.encode("utf-8", "replace").decode()
    if whole != text:
        notes.append("lone surrogates in the prompt became question marks")
    return whole, tuple(notes)
