"""The main screen's routes of the prompt: options, preview, library, variants, history, count."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.widgets import TextArea

from playground.domain.catalog import CatalogEntry
from playground.domain.preview import Subject
from playground.domain.prompts import AUTO, PromptOptions
from playground.domain.templates import Turn
from playground.errors import PlaygroundError
from playground.services.history import earlier_prompts
from playground.services.tokens import COUNTABLE_CHARACTERS
from playground.ui.keys import binding
from playground.ui.panes.catalog import CatalogPane
from playground.ui.panes.prompt import PromptPane
from playground.ui.screens.main.base import MainBase

_PAUSE_SECONDS = 0.8
"""Without a key before the tokens are counted."""


class PromptRoutes(MainBase):
    """What surrounds the editor; nothing here runs while nobody types."""

    # Without priority, so that these keys do not overtake what was typed just before.
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("prompt.options", "prompt_options"),
        binding("prompt.preview", "preview"),
        binding("prompt.open", "open_prompt"),
        binding("prompt.variant", "add_variant"),
        binding("prompt.next_variant", "next_variant"),
    ]

    _pause: asyncio.TimerHandle | None = None

    def on_unmount(self) -> None:
        """Nothing is counted any more."""
        self._cancel_pause()

    @property
    def prompt_model(self) -> CatalogEntry | None:
        """The model that is meant where one has to be: under the cursor, if it is to be run."""
        focused, chosen = self.catalog.focused_entry, self.catalog.chosen
        if chosen and focused not in chosen:
            return chosen[0]
        return focused

    def action_prompt_options(self) -> None:
        """Open what goes around the prompt."""
        from playground.ui.screens.prompt_options import PromptOptionsScreen  # 1 ms

        def keep(options: PromptOptions | None) -> None:
            if options is not None:
                self.prompt.options = options
                self.count_soon()

        self.app.push_screen(
            PromptOptionsScreen(
                self.prompt.options,
                self.prompt.drafts.kept().texts,
                self.desk.templates,
                self.desk.write,
                self.prompt_model,
            ),
            keep,
        )

    def action_preview(self) -> None:
        """Show the exact text a model gets."""
        from playground.ui.screens.preview import Previewed, PreviewScreen  # 2 ms

        subjects = self.preview_subjects()
        if not subjects:
            self.notify("There is no model to show the prompt for.")
            return
        asked = self.prompt.composed()
        self.app.push_screen(
            PreviewScreen(
                Previewed(
                    subjects,
                    asked,
                    self.prompt.place,
                    self.desk.write,
                    self.desk.tokens,
                    self.desk.settings.context_limit,
                    self.sampling.context_length,
                    lambda: self.busy,
                )
            ),
            lambda _: self.count_soon(),
        )

    def preview_subjects(self) -> list[Subject]:
        """The model that is meant, then the other selected ones."""
        first = self.prompt_model
        models = dict.fromkeys((*([first] if first else []), *self.catalog.chosen))
        return [Subject(entry) for entry in models]

    def action_open_prompt(self) -> None:
        """Open one of the library, or a file."""
        from playground.services.starters import starters_for  # 6 ms
        from playground.ui.screens.open_prompt import OpenPromptScreen  # 7 ms

        def use(text: str | None) -> None:
            if text is not None:
                self.prompt.put(text)
                self.set_focus(self.prompt)

        try:
            prompts = starters_for(self.prompt_model)
        except PlaygroundError as error:
            self.notify(str(error), severity="error", timeout=30)
            prompts = ()
        self.app.push_screen(OpenPromptScreen(prompts), use)

    def action_add_variant(self) -> None:
        """Go on with a copy of the prompt, beside what it is now."""
        if not self.prompt.add_variant():
            self.notify("There is nothing to copy yet: type a prompt first.")
        self.set_focus(self.prompt)

    def action_next_variant(self) -> None:
        """Go to the next variant."""
        if len(self.prompt.drafts.texts) == 1:
            self.notify(f"There is one wording only. {self.desk.keys['prompt.variant']} adds one.")
        self.prompt.next_variant()
        self.set_focus(self.prompt)

    @on(PromptPane.HistoryWanted)
    def _read_history(self, event: PromptPane.HistoryWanted) -> None:
        self.run_worker(self._fetch(event.pane), group="history", exit_on_error=False)

    async def _fetch(self, pane: PromptPane) -> None:
        before = pane.text
        older = await asyncio.to_thread(earlier_prompts, self.desk.store.path)
        pane.add_history(older, walk=pane.text == before)

    @on(events.Paste)
    def _take_paste(self, event: events.Paste) -> None:
        """A paste outside of every field is meant for the prompt."""
        event.stop()
        self.set_focus(self.prompt)
        self.prompt.insert_pasted(event.text)

    # The count in the title of the prompt

    @on(TextArea.Changed, "PromptPane")
    def _prompt_changed(self) -> None:
        self.count_soon()

    @on(CatalogPane.Focused)
    def _another_model(self) -> None:
        self.count_soon()

    @on(CatalogPane.Chosen)
    def _other_models(self) -> None:
        self.count_soon()

    def count_soon(self) -> None:
        """Count after a pause, if there is a model in memory to ask; else show no count."""
        self._cancel_pause()
        subject = next(iter(self.preview_subjects()), None)
        if subject is None or not self.desk.tokens.warm(subject.entry):
            if not self.busy:
                self.prompt.show_tokens("")
            return
        loop = asyncio.get_running_loop()
        self._pause = loop.call_later(_PAUSE_SECONDS, self._count_now)

    def _cancel_pause(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None

    def _count_now(self) -> None:
        self._pause = None
        if self.is_running and not self.busy:
            self.run_worker(self._count(), group="tokens", exclusive=True, exit_on_error=False)

    async def _count(self) -> None:
        subject = next(iter(self.preview_subjects()), None)
        if subject is None:
            return
        entry, before, template, _ = subject
        asked = self.prompt.composed()
        wording = asked.wordings[self.prompt.place]
        turns = (*before, Turn("user", wording.prompt))
        chosen = template if asked.template == AUTO else asked.template
        text = self.desk.write(entry, chosen, asked.system, turns).text
        shown = ""
        if wording.prompt and len(text) > COUNTABLE_CHARACTERS:
            shown = f"about {len(text) // 4:,}"
        elif wording.prompt:
            try:
                found = await self.desk.tokens.count(
                    entry, text, context_length=self.sampling.context_length
                )
            except (PlaygroundError, OSError):
                found = None  # a run of this model says what is wrong with it
            if found is not None:
                count = f"too many, {found.tokens:,}+" if found.over else f"{found.tokens:,}"
                shown = f"{count} of {found.context_length:,}"
        try:
            self.prompt.show_tokens(shown)
        except NoMatches:
            return  # the screen is going away
