"""Opens a prompt: one of the library by some of its words, or a file by its path."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from playground.domain.terminal import visible
from playground.errors import PlaygroundError
from playground.services.prompt_files import names_like, path_of, read_prompt_file
from playground.services.starters import LibraryPrompt
from playground.ui.screens.leaving import LeavableScreen

_FOOT = " Enter Use it  ↑↓ Choose  Tab Complete a path  Esc Back"
_SHOWN_CHARACTERS = 2_000


class OpenPromptScreen(LeavableScreen[str | None]):
    """Gives the text of the prompt, or None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+o", "dismiss(None)", "Back", show=False, priority=True),
        Binding("down", "move(1)", "Next", show=False, priority=True),
        Binding("up", "move(-1)", "Before", show=False, priority=True),
        Binding("pagedown", "move(8)", "Further", show=False, priority=True),
        Binding("pageup", "move(-8)", "Back up", show=False, priority=True),
        Binding("tab", "complete", "Complete", show=False, priority=True),
    ]

    def __init__(self, prompts: Sequence[LibraryPrompt]) -> None:
        """`prompts` in the order to show them."""
        super().__init__()
        self._prompts = prompts
        self._found: list[LibraryPrompt | str] = []
        """What the list shows: prompts, and paths of files."""
        self._looked_for = ""

    def compose(self) -> ComposeResult:
        """The line to type in, what fits it, and the whole text of the one under the cursor."""
        field = Input(placeholder="Words to look for, or a path: ~/notes.txt", compact=True)
        field.cursor_blink = False
        field.border_title = "Open a prompt"
        yield field
        results = OptionList(compact=True)
        results.can_focus = False
        yield results
        whole = Static(id="whole")
        whole.border_title = "Text"
        yield whole
        yield Static(_FOOT, classes="foot")

    def on_mount(self) -> None:
        """Everything fits nothing typed."""
        self._show([*self._prompts])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.run_worker(self._look(event.value), group="look", exclusive=True, exit_on_error=False)

    async def _look(self, typed: str) -> None:
        """Prompts with these words; files that begin so. Listing a folder may take its time."""
        is_path = "/" in typed or typed.startswith(("~", "."))
        prompts = [] if is_path else [one for one in self._prompts if one.matches(typed)]
        files = await asyncio.to_thread(names_like, typed) if typed.strip() else ()
        self._looked_for = typed
        self._show([*prompts, *files])

    def _show(self, found: list[LibraryPrompt | str]) -> None:
        self._found = found
        results = self.query_one(OptionList)
        kinds = [one.kind for one in found if isinstance(one, LibraryPrompt)]
        width = min(18, max(map(len, kinds), default=4))
        results.set_options(Option(_line(one, width)) for one in found)
        results.highlighted = 0 if found else None
        if not found:
            self._say("Nothing fits these words. A path begins with / or ~ or .")

    @on(OptionList.OptionHighlighted)
    def _reveal(self) -> None:
        chosen = self._chosen
        if isinstance(chosen, LibraryPrompt):
            self._say(chosen.text)
        elif chosen is not None:
            goes_on = chosen.endswith("/")
            self._say("A folder: Tab or Enter goes into it." if goes_on else "A file: Enter reads.")

    @property
    def _chosen(self) -> LibraryPrompt | str | None:
        at = self.query_one(OptionList).highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    def action_move(self, step: int) -> None:
        """Move the cursor of the list; the one of the line stays."""
        if self._found:
            results = self.query_one(OptionList)
            at = (results.highlighted or 0) + step
            results.highlighted = (
                at % len(self._found) if abs(step) == 1 else max(0, min(len(self._found) - 1, at))
            )

    def action_complete(self) -> None:
        """Put the path under the cursor into the line."""
        chosen = self._chosen
        if isinstance(chosen, str):
            self._type(chosen)

    @on(Input.Submitted)
    async def _use(self, event: Input.Submitted) -> None:
        event.stop()
        if self._looked_for != event.value:  # Enter came faster than the list
            await self._look(event.value)
        chosen = self._chosen
        if isinstance(chosen, LibraryPrompt):
            self.dismiss(chosen.text)
        elif chosen is not None and chosen.endswith("/"):
            self._type(chosen)
        elif chosen or event.value.strip():
            path = chosen or event.value.strip()
            self.run_worker(self._read(path), group="read", exclusive=True, exit_on_error=False)

    async def _read(self, path: str) -> None:
        try:
            text = await asyncio.to_thread(read_prompt_file, path_of(path))
        except PlaygroundError as error:
            self._say(f"! {error}")
        else:
            self.dismiss(text)

    def _type(self, text: str) -> None:
        field = self.query_one(Input)
        field.value = text
        field.cursor_position = len(text)

    def _say(self, text: str) -> None:
        self.query_one("#whole", Static).update(Content(visible(text[:_SHOWN_CHARACTERS])))


def _line(one: LibraryPrompt | str, width: int) -> Content:
    if isinstance(one, str):
        return Content.assemble((set_cell_size("file", width), "dim"), f"  {visible(one)}")
    return Content.assemble((set_cell_size(one.kind, width), "dim"), f"  {one.title}")
