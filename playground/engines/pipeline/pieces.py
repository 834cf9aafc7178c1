"""Text of tokens as they come."""

from __future__ import annotations

from typing import Any


class Pieces:
    """A token decoded alone would lose its space or split a character."""

    def __init__(self, tokenizer: Any) -> None:
        """`tokenizer` decodes a list of ids."""
        self._tokenizer = tokenizer
        self._ids: list[int] = []
        self._shown = ""
        """What the tokens before the last stable point decode to."""

    def add(self, token: int) -> str:
        """The text that is certain now; empty while a character is incomplete."""
        self._ids.append(token)
        text = self._decoded()
        if text.endswith("\ufffd"):
            return ""
        new = text[len(self._shown) :]
        # The last token stays: the next one is decoded after it, which decides about the space.
        self._ids = self._ids[-1:]
        self._shown = self._decoded()
        return new

    def rest(self) -> str:
        """What is left when no more tokens come."""
        return self._decoded()[len(self._shown) :]

    def _decoded(self) -> str:
        text: str = self._tokenizer.decode(
            self._ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return text
