"""The prompt: its wordings, what goes around them, and the way back to earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from playground.domain.asking import Asked, ask
from playground.domain.attachments import expand
from playground.domain.history import PromptHistory
from playground.domain.prompts import (
    AUTO,
    Drafts,
    PromptOptions,
    variables_in,
    variant_name,
)
from playground.ui.keys import binding
from playground.ui.widgets.editor import Editor

_FIRST = "Type a prompt, or press p on a model for one that suits it."
_NEXT = "Type what to say next; it goes to every output, after its own answer."


class PromptPane(Editor):
    """The editor holds one of the variants; the title says what else belongs to the prompt."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("prompt.earlier", "earlier"),
        binding("prompt.later", "later"),
    ]

    @dataclass
    class HistoryWanted(Message):
        """The walk came to the end of what is known here; older prompts may be on disk."""

        pane: PromptPane

    def __init__(self, text: str = "") -> None:
        """`text` is what stands in it at first."""
        super().__init__(text)
        self.placeholder = _FIRST
        self._drafts = Drafts((self.text,))
        self._options = PromptOptions()
        self._history = PromptHistory()
        self._asked_for_history = False
        self._tokens = ""
        self._turn = ("", "")
        self._title: tuple[str, ...] = ()
        self._draw_title()

    # What is to be run

    @property
    def drafts(self) -> Drafts:
        """The variants as they are written, attachments as placeholders."""
        return self._drafts.written(self.text)

    @property
    def options(self) -> PromptOptions:
        """What goes around the prompt and into it."""
        return self._options

    @options.setter
    def options(self, options: PromptOptions) -> None:
        self._options = options
        self._draw_title()

    def asked(self) -> Asked:
        """All of it as a run takes it; variants that were emptied are dropped."""
        self._turn_to(self.drafts.kept())
        return self.composed()

    def composed(self) -> Asked:
        """The same without a change to what is being written."""
        drafts = self.drafts.kept()
        return ask(drafts.texts, drafts.at, self.attached, self._options)

    @property
    def place(self) -> int:
        """Which of the wordings of `composed` is in the editor, from 0."""
        return self.drafts.kept().at

    def ran(self) -> None:
        """Remember what was run: Up leads to it."""
        drafts = self.drafts
        others = [text for at, text in enumerate(drafts.texts) if at != drafts.at]
        self._history = self._history.ran((*others, drafts.text))

    # Variants

    def add_variant(self) -> bool:
        """Go on with a copy as a further variant; False where there is nothing to copy."""
        if not self.text.strip():
            return False
        self._turn_to(self.drafts.copied())
        return True

    def next_variant(self) -> None:
        """Go to the next variant; one that was emptied is dropped."""
        self._turn_to(self.drafts.after())

    def _turn_to(self, drafts: Drafts) -> None:
        changed, self._drafts = drafts.text != self.text, drafts
        if changed:
            self.load_text(drafts.text)
        self._draw_title()

    # Other prompts

    def put(self, text: str, *, keep: bool = True) -> None:
        """Put another prompt into the editor; Up leads back to what was there, if it is kept."""
        shown = self.shown(text)
        if shown != self.text:
            if keep:
                self._history = self._history.ran((self.text,))
            self.load_text(shown)

    def recall(self, texts: tuple[str, ...]) -> None:
        """Put the wordings of an earlier run into the editor, the first in sight."""
        self._turn_to(Drafts(tuple(self.shown(text) for text in texts)))

    def begin_turn(self, text: str) -> None:
        """Put this in the place of all wordings; Up leads back to them."""
        if self.text.strip():
            self.ran()
        self._turn_to(Drafts((self.shown(text),)))

    def add_history(self, older: tuple[str, ...], *, walk: bool) -> None:
        """Put older prompts, the newest first, behind those of this sitting.

        `walk` takes the step that asked for them.
        """
        known = {expand(text, self.attached) for text in self._history.entries}
        self._history = self._history.and_before(
            self.shown(text) for text in older if text not in known
        )
        if walk:
            self.action_earlier()

    def action_earlier(self) -> None:
        """Go up a line; from the first, to the prompt before."""
        if not self.navigator.is_first_wrapped_line(self.cursor_location):
            self.action_cursor_up()
            return
        self._history, text = self._history.earlier(self.text)
        if text is not None:
            super().load_text(text)
            self.move_cursor((0, len(self.document.get_line(0))))
        elif not self._asked_for_history:
            self._asked_for_history = True
            self.post_message(self.HistoryWanted(self))
        else:
            self.action_cursor_up()

    def action_later(self) -> None:
        """Go down a line; from the last, to the prompt after."""
        if not self.navigator.is_last_wrapped_line(self.cursor_location):
            self.action_cursor_down()
            return
        self._history, text = self._history.later(self.text)
        if text is None:
            self.action_cursor_down()
        else:
            self.load_text(text)

    # The title

    def show_tokens(self, text: str) -> None:
        """Say in the title how many tokens the prompt has; empty where that is not known."""
        self._tokens = text
        self._draw_title()

    def show_turn(self, number: int, *, anew: bool = False) -> None:
        """Say in the title which turn of a conversation this is; 0 where none is on."""
        if not number:
            self._turn = ("", "")
        elif anew:
            self._turn = (f"Turn {number} put otherwise", f"Turn {number} anew")
        else:
            self._turn = (f"Turn {number} of the conversation", f"Turn {number}")
        self.placeholder = _NEXT if number else _FIRST
        self._draw_title()

    @on(TextArea.Changed)
    def _changed(self) -> None:
        self._draw_title()

    def on_resize(self) -> None:
        """Fit the title to the new width."""
        self._draw_title()

    def _draw_title(self) -> None:
        """Long words where they fit, short ones where not, and then the first ones only."""
        parts = self._parts()
        room = (self.size.width or 80) - 4
        long, short = (" · ".join(part[form] for part in parts) for form in (0, 1))
        while len(short) > room and len(parts) > 1:
            parts.pop()
            short = " · ".join(part[1] for part in parts)
        title = long if len(long) <= room else short
        if (title,) != self._title:
            self._title = (title,)
            self.border_title = Content(title)

    def _parts(self) -> list[tuple[str, str]]:
        """What is set, in long and in short words, the most important first."""
        drafts, options = self.drafts, self._options
        parts = [self._turn if self._turn[0] else ("Prompt", "Prompt")]
        if len(drafts.texts) > 1:
            name, count = variant_name(drafts.at), len(drafts.texts)
            parts.append((f"variant {name} of {count}", f"{name} of {count}"))
        if self._tokens:
            parts.append((f"{self._tokens} tokens", f"{self._tokens} tok"))
        names = variables_in(options.system, *drafts.texts)
        unset = options.missing(drafts.texts)
        if names:
            plural = "s" if len(names) > 1 else ""
            state = f", {len(unset)} unset" if unset else ""
            mark = "?" if unset else ""
            parts.append((f"{len(names)} variable{plural}{state}", f"{len(names)} var{mark}"))
        if options.system.strip():
            parts.append(("system", "system"))
        if options.template != AUTO:
            parts.append((options.template, options.template))
        if options.stop:
            parts.append((f"{len(options.stop)} stop", "stop"))
        return parts
