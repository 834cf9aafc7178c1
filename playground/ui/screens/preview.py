"""The exact text a model will get, with its template, and how many tokens that is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from playground.domain.asking import Asked
from playground.domain.catalog import CatalogEntry
from playground.domain.preview import Subject, shortened
from playground.domain.prompts import AUTO
from playground.domain.templates import Turn
from playground.domain.terminal import visible
from playground.domain.writing import Write, Written
from playground.errors import PlaygroundError
from playground.services.tokens import COUNTABLE_CHARACTERS, TokenCounter
from playground.ui.keys import either_case
from playground.ui.screens.leaving import LeavableScreen

_QUICK_BYTES = 64 * 2**20
"""A model file up to this size is loaded unasked: that takes a moment."""

_FOOT = " Esc Back  ←→ Model  V Variant  T Load and count  ↑↓ Scroll"


@dataclass(frozen=True, slots=True)
class Previewed:
    """What there is to preview, and with what."""

    subjects: Sequence[Subject]
    """One or more, the one that comes first at the head."""
    asked: Asked
    variant: int
    """Which of the wordings comes first, from 0."""
    write: Write
    counter: TokenCounter
    context_limit: int
    """Tokens; what a model is loaded with at the most."""
    context_length: int | None
    """Tokens; what was asked for, None the usual."""
    busy: Callable[[], bool]
    """Whether a run is under way, which must keep its processes."""


class PreviewScreen(LeavableScreen[None]):
    """Shows one model and variant at a time; what the template adds is bold."""

    BINDINGS: ClassVar[list[BindingType]] = either_case(
        Binding("escape,q,ctrl+g,enter", "dismiss(None)", "Back", show=False),
        Binding("right", "model(1)", "Next model", show=False, priority=True),
        Binding("left", "model(-1)", "Model before", show=False, priority=True),
        Binding("v,ctrl+t", "variant", "Next variant", show=False),
        Binding("t", "count", "Load the model and count", show=False),
    )

    def __init__(self, previewed: Previewed) -> None:
        """`previewed` holds all that is needed; nothing of it is changed."""
        super().__init__()
        self._all = previewed
        self._model = 0
        self._variant = previewed.variant

    def compose(self) -> ComposeResult:
        """The facts, the text, and the keys."""
        yield Static(id="facts")
        with VerticalScroll() as body:
            body.border_title = "Preview"
            yield Static(id="exact")
        yield Static(_FOOT, classes="foot")

    def on_mount(self) -> None:
        """Show the first."""
        self.query_one(VerticalScroll).focus()
        self._show()

    @property
    def _subject(self) -> Subject:
        return self._all.subjects[self._model]

    @property
    def _entry(self) -> CatalogEntry:
        return self._subject.entry

    @property
    def _written(self) -> Written:
        """What the model gets."""
        asked, (entry, before, template, _) = self._all.asked, self._subject
        turns = (*before, Turn("user", asked.wordings[self._variant].prompt))
        chosen = template if asked.template == AUTO else asked.template
        written = self._all.write(entry, chosen, asked.system, turns)
        if before and asked.template == AUTO:
            return written._replace(why="the conversation began with it")
        return written

    def action_model(self, step: int) -> None:
        """Go to the next model, or with -1 to the one before."""
        self._model = (self._model + step) % len(self._all.subjects)
        self._show()

    def action_variant(self) -> None:
        """Go to the next variant of the prompt."""
        self._variant = (self._variant + 1) % len(self._all.asked.wordings)
        self._show()

    def action_count(self) -> None:
        """Load the model, if it is not in memory, and count."""
        self._count(load=True)

    def _show(self) -> None:
        shown = [
            (part.text, "bold") if part.from_template else part.text
            for piece in self._written.pieces
            for part in shortened(piece)
        ]
        end = ("▏", "bold")  # so that spaces and line ends before it are seen to be there
        self.query_one("#exact", Static).update(Content.assemble(*shown, end))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        entry = self._entry
        quick = entry.installed and (entry.size_bytes or _QUICK_BYTES + 1) <= _QUICK_BYTES
        self._count(load=quick)

    def _count(self, *, load: bool) -> None:
        entry, text = self._entry, self._written.text
        if not entry.installed:
            self._facts(self._estimate(text, "the model is not on this machine"))
        elif len(text) > COUNTABLE_CHARACTERS:
            self._facts(self._estimate(text, "too long to count one by one"))
        elif self._all.busy():
            self._facts(self._estimate(text, "a run is under way; T counts when it is over"))
        elif load or self._all.counter.warm(entry):
            self._facts("counting …")
            self.run_worker(
                self._ask(entry, text, load),
                group="count",
                exclusive=True,
                exit_on_error=False,
            )
        else:
            self._facts(self._estimate(text, "T loads the model and counts"))

    async def _ask(self, entry: CatalogEntry, text: str, load: bool) -> None:
        try:
            found = await self._all.counter.count(
                entry, text, context_length=self._all.context_length, load=load
            )
        except (PlaygroundError, OSError) as error:
            self._facts(self._estimate(text, f"it cannot be counted: {error}"))
            return
        except asyncio.CancelledError:
            return  # another model or variant is shown by now
        if found is None:
            self._facts(self._estimate(text, "T loads the model and counts"))
        elif found.over:
            self._facts(
                f"{found.tokens:,} or more: they do NOT fit the context of "
                f"{found.context_length:,} with an answer"
            )
        else:
            room = found.context_length - found.tokens
            self._facts(
                f"{found.tokens:,} of {found.context_length:,}, by the model's own tokeniser; "
                f"room for {room:,} more"
            )

    def _estimate(self, text: str, why: str) -> str:
        """A rule of thumb: English has about four bytes to a token."""
        tokens = max(1, round(len(text.encode("utf-8", "replace")) / 4))
        usual = min(self._entry.context_length or 512, self._all.context_limit)
        context = self._all.context_length or usual
        return f"about {tokens:,} of {context:,}, an estimate ({why})"

    def _facts(self, tokens: str) -> None:
        """Which model, which template and why, how many tokens."""
        everything, entry = self._all, self._entry
        written = self._written
        place = f", {self._model + 1} of {len(everything.subjects)}"
        turn = len(self._subject.before) // 2 + 1
        wordings = everything.asked.wordings
        variant = wordings[self._variant].name
        lines = [
            Content.assemble(
                (visible(self._subject.name or entry.id), "bold"),
                place if len(everything.subjects) > 1 else "",
                f"  turn {turn} of the conversation" if turn > 1 else "",
                f"  variant {variant}, {self._variant + 1} of {len(wordings)}" if variant else "",
            ),
            Content.assemble("Template ", (written.template, "bold"), f": {written.why}."),
            Content.assemble("Tokens   ", (tokens, "bold")),
        ]
        lines += [Content(visible(remark)) for remark in written.remarks]
        if everything.asked.missing:
            names = ", ".join(everything.asked.missing)
            lines.append(Content(f"! No value yet for: {names}."))
        self.query_one("#facts", Static).update(Content("\n").join(lines))
