"""What is in a model file: its header, and a line to try its tokenizer with."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from playground.domain.catalog import CatalogEntry
from playground.domain.inspection_text import description
from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services.files import sha256_of
from playground.services.inspecting import Inspection, inspect
from playground.services.tokens import TokenCounter
from playground.ui.keys import either_case
from playground.ui.screens.leaving import LeavableScreen

_FOOT = " Esc Back  / Try the tokenizer  S Digest the file  ↑↓ PgUp PgDn Scroll"
_SHOWN_TOKENS = 2000


class InspectScreen(LeavableScreen[None]):
    """Shows one file; nothing of it is loaded before the tokenizer is tried."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape", "back", "Back", show=False, priority=True),
        Binding("q", "dismiss(None)", "Back", show=False),
        Binding("slash", "try", "Try the tokenizer", show=False),
        Binding("s", "digest", "Digest the file", show=False),
    )

    def __init__(self, entry: CatalogEntry, counter: TokenCounter) -> None:
        """`entry` is installed; `counter` asks its tokenizer."""
        super().__init__()
        self._entry = entry
        self._counter = counter
        self._found: Inspection | None = None

    def compose(self) -> ComposeResult:
        """The text, the line to try, and the keys."""
        with VerticalScroll() as body:
            body.border_title = Content(f"Inside {self._entry.id}")
            yield Static("Reading the header …", id="told")
        field = Input(placeholder="a text: Enter shows its tokens", compact=True)
        field.cursor_blink = False
        yield field
        yield Static("", id="tokens")
        yield Static(_FOOT, classes="foot")

    def on_mount(self) -> None:
        """Read the header beside the screen: a large vocabulary takes a moment."""
        self.query_one(VerticalScroll).focus()
        self.run_worker(self._read(), group="inspect", exit_on_error=False)

    def action_back(self) -> None:
        """Leave the line first, then the page."""
        if isinstance(self.focused, Input):
            self.set_focus(self.query_one(VerticalScroll))
        else:
            self.dismiss(None)

    def action_try(self) -> None:
        """Go to the line."""
        self.set_focus(self.query_one(Input))  # at once: what follows is typed into it

    def action_digest(self) -> None:
        """Read all of the file for its SHA-256."""
        if self._found is not None and self._found.sha256 is None:
            self.notify("Reading the whole file …")
            self.run_worker(self._digest(), group="digest", exclusive=True, exit_on_error=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#tokens", Static).update("loading the model …")
        self.run_worker(
            self._tokens(event.value), group="tokens", exclusive=True, exit_on_error=False
        )

    async def _read(self) -> None:
        assert self._entry.path is not None
        try:
            self._found = await asyncio.to_thread(inspect, Path(self._entry.path))
        except PlaygroundError as error:
            self.query_one("#told", Static).update(Content(visible(str(error))))
            return
        self._show(self._found.sha256)

    async def _digest(self) -> None:
        assert self._entry.path is not None
        try:
            self._show(await asyncio.to_thread(sha256_of, Path(self._entry.path)))
        except OSError as error:
            self.notify(f"It cannot be read: {error.strerror}.", severity="error")

    def _show(self, digest: str | None) -> None:
        found = self._found
        assert found is not None
        lines = description(found.header, found.verdicts, path=str(found.path), sha256=digest)
        text = "\n".join(visible(line).rstrip() for line in lines)
        hint = "not known; S reads the whole file"
        text = text.replace("not known; --sha256 reads the whole file", hint)
        self.query_one("#told", Static).update(Content(text))

    async def _tokens(self, text: str) -> None:
        place = self.query_one("#tokens", Static)
        try:
            tokens = await self._counter.tokens(self._entry, text)
        except (PlaygroundError, OSError) as error:
            place.update(Content(visible(str(error))))
            return
        shown = [Content.styled(f"{len(tokens)} tokens  ", "bold")]
        for at, (id_, piece) in enumerate(tokens[:_SHOWN_TOKENS]):
            style = "reverse" if at % 2 else ""
            shown.append(Content.styled(visible(piece).replace("\n", "↵"), style))
            shown.append(Content.styled(f" {id_} ", "dim"))
        place.update(Content("").join(shown))
