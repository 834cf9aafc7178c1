"""The last line: at most six keys that matter where the person is."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from playground.domain.keymap import BY_ID

_EVERYWHERE = ("run.start", "catalog.focus", "prompt.focus", "sessions.open")
_BY_PLACE: dict[str, tuple[str, ...]] = {
    "catalog": ("catalog.toggle", "run.start", "prompt.focus", "catalog.starter"),
    "outputs": ("output.rerun", "output.zoom", "output.diff", "output.vote"),
}

_MOST = 4
"""Keys beside those of help and quitting."""


class FooterBar(Static):
    """Shows keys in the order of their use, leaving out at the end what does not fit."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        """`keys` holds the key to show for each binding id."""
        super().__init__()
        self._keys = keys
        self._ids: tuple[str, ...] = ()
        self._warning = ""

    def show(self, place: str, *, running: bool) -> None:
        """Show what matters in this place: catalog, prompt, sampling or outputs."""
        first = ("run.stop",) if running else ()
        ids = dict.fromkeys((*first, *_BY_PLACE.get(place, ()), *_EVERYWHERE))
        self._ids = (*tuple(ids)[:_MOST], "help.open", "app.quit")
        self._draw()

    def warn(self, text: str) -> None:
        """Say something before all keys; nothing where it is empty."""
        self._warning = text
        self._draw()

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        self._draw()

    def _draw(self) -> None:
        parts: list[Content] = []
        room, ids = self.size.width or 80, self._ids
        if self._warning:
            parts.append(Content.styled(f" {self._warning} ", "bold $text-error"))
            room -= cell_len(self._warning) + 2
            ids = (*self._ids[: _MOST - 1], *self._ids[_MOST:])
        for id_ in ids:
            key, label = self._keys[id_], BY_ID[id_].label
            room -= cell_len(key) + cell_len(label) + 3
            if room < 0:
                break
            parts += [Content.styled(f" {key}", "bold $accent"), Content(f" {label} ")]
        self.update(Content("").join(parts))
