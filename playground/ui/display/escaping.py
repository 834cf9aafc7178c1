"""Esc and a key that arrive together: both were pressed, unless that key is bound with Alt.

A terminal sends Alt as an Esc in front of the key, so that Esc and the next key look the same as
Alt with it when they come at once, as they do when typed quickly or over a slow line. Nothing here
needs Alt, and an Esc that does nothing is felt at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.message import Message

_ESC = "\x1b"
_ALT = "alt+"
_BEGIN = frozenset("[OP]X^_\\")
"""What begins a longer sequence after an Esc: keys, and what terminals answer (ECMA-48)."""


class AfterEscape(Key):
    """A key that had an Esc in front of it; named as with Alt."""


class EscapeParser(XTermParser):
    """Tells a key with an Esc in front from one without, for every key that is one character."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        character = sequence[1:] if _is_key(sequence) else sequence if alt else ""
        if len(character) != 1:
            yield from super()._sequence_to_key_events(sequence, alt=alt)
            return
        for key in super()._sequence_to_key_events(character):
            yield AfterEscape(_ALT + key.key, key.character)


def _is_key(sequence: str) -> bool:
    """Whether it is an Esc and a key, of which no more is to come.

    Textual takes some for what Option gives on the keyboard of a Mac, such as `¡`; for others it
    waits, and writes ^ for the Esc where the next thing is an answer of the terminal.
    """
    if len(sequence) != 2 or not sequence.startswith(_ESC) or sequence[1] in _BEGIN:
        return False
    return isinstance(ANSI_SEQUENCES_KEYS.get(sequence, ""), str)


def pressed(message: Message, bound: Collection[str]) -> Iterator[Message]:
    """What was pressed; `bound` has the names of the keys with Alt that do something."""
    if not isinstance(message, AfterEscape):
        yield message
        return
    plain = message.key.removeprefix(_ALT)
    name = f"{_ALT}shift+{plain.lower()}" if plain.isalpha() and plain.isupper() else message.key
    if name in bound:
        yield Key(name, message.character)
        return
    yield Key("escape", _ESC)
    yield Key(plain, message.character)
