"""One output: the text of a lane as it streams, and one line of what is known about it."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from playground.domain.licenses import License
from playground.domain.runs import LaneRequest, LaneResult, LaneState
from playground.ui.attempts import Attempt
from playground.ui.status import Heading, status_line
from playground.ui.widgets.searching import SearchView

_STATUS_SECONDS = 0.5
# The console of Linux has no stars, and the others of these have next to nothing.
_PLAIN_TERMINALS = {"linux", "dumb", "vt100", "vt220"}


class OutputPane(Vertical):
    """A column of the comparison with all its versions; paints when `flush` is called.

    Events of the run go to the newest version; the one that is shown may be an older one.
    """

    class Over(Message):
        """The newest version of this output ended."""

    def __init__(
        self,
        lane: LaneRequest,
        licence: License,
        *,
        several: bool,
        attempts: Sequence[Attempt] = (),
    ) -> None:
        """`several` tells that the model has more than one sample; `attempts` are earlier ones."""
        super().__init__(SearchView(), Static(classes="status"))
        self.attempts = list(attempts) or [Attempt(lane)]
        self.number = 1
        self.letter = ""
        self.hidden = False
        self._at = len(self.attempts) - 1
        self._licence = licence
        self._several = several
        self._drawn_at = 0.0
        self._line = ""
        self._plain = os.environ.get("TERM", "") in _PLAIN_TERMINALS

    @property
    def latest(self) -> Attempt:
        """The newest version."""
        return self.attempts[-1]

    @property
    def shown(self) -> Attempt:
        """The version on the screen."""
        return self.attempts[self._at]

    @property
    def before(self) -> Attempt | None:
        """The version before the one that is shown."""
        return self.attempts[self._at - 1] if self._at else None

    @property
    def lane(self) -> LaneRequest:
        """What the newest version was asked."""
        return self.latest.lane

    @property
    def text(self) -> str:
        """What the model said in the version that is shown."""
        return self.shown.text

    @property
    def name_shown(self) -> str:
        """What the output may be called now."""
        return self.letter if self.hidden else self.lane.entry.id

    @property
    def view(self) -> SearchView:
        """The text."""
        return self.query_one(SearchView)

    def on_mount(self) -> None:
        """Say at once what it waits for; mark when the text stops following its end."""
        self.watch(self.view, "follow", self.draw_status, init=False)
        if self.shown.over:
            self.go_to(self._at)
        else:
            self.view.append(conversation_text(self.lane))
            self.draw()

    def on_resize(self) -> None:
        """Fit the words to the new width."""
        self.draw()

    def focus_text(self) -> None:
        """Put the cursor where the keys scroll."""
        self.screen.set_focus(self.view)

    def again(self, lane: LaneRequest) -> None:
        """Begin another version and show it."""
        self.attempts.append(Attempt(lane))
        self.go_to(len(self.attempts) - 1)

    def go_to(self, at: int) -> bool:
        """Show the version at this place from 0; False where there is none."""
        if not 0 <= at < len(self.attempts):
            return False
        self._at = at
        view, attempt = self.view, self.shown
        before = conversation_text(attempt.lane)
        view.follow = bool(before) or not attempt.over
        view.set_text(before + attempt.all())
        if attempt.over:
            view.settle()
        self._mark()
        self.draw()
        return True

    def step(self, by: int) -> bool:
        """Show an older (-1) or a newer (1) version; False where there is none."""
        return self.go_to(self._at + by)

    def disguise(self, number: int, letter: str = "", *, hidden: bool = False) -> None:
        """Take a place on the screen, and there a letter beside or (`hidden`) for its name."""
        self.number, self.letter, self.hidden = number, letter, hidden
        if self.is_mounted:
            self.draw()

    def change(self, state: LaneState, detail: str = "") -> None:
        """Enter a state."""
        self.latest.change(state, detail)
        self.draw_status()

    def progress(self, done: int, total: int) -> None:
        """Prompt tokens evaluated so far."""
        self.latest.progress(done, total)

    def collect(self, text: str) -> None:
        """Take one token."""
        self.latest.collect(text)

    def end(self, result: LaneResult) -> None:
        """The newest version is over: show how."""
        self.latest.end(result)
        self._mark()
        self.flush()
        if self.shown is self.latest:
            self.view.settle()
        if self.view.wanted:
            self.view.next_match(0)
        self.draw_status()
        self.post_message(self.Over())

    def wait(self, about: str) -> None:
        """Say how long it will wait for its turn."""
        if self.latest.wait != about:
            self.latest.wait = about
            self.draw_status()

    def flush(self) -> None:
        """Paint what was collected; the figures change at most twice a second."""
        if self.shown is not self.latest:
            return
        self.view.append(self.latest.fresh())
        if not self.latest.over and time.monotonic() - self._drawn_at > _STATUS_SECONDS:
            self.draw_status()

    def draw(self) -> None:
        """Write title and status anew."""
        lane = self.lane
        heading = Heading(
            number=self.number,
            letter=self.letter,
            hidden=self.hidden,
            name=lane.entry.id,
            variant=lane.variant,
            turn=len(lane.turns) // 2 + 1,
            sample=lane.sample + 1 if self._several else None,
            version=self._at + 1,
            versions=len(self.attempts),
            licence=self._licence.label,
            category=self._licence.letter,
        )
        self.border_title = Content(heading.line(max(self.size.width - 2, 8))).markup
        self.draw_status()

    def draw_status(self) -> None:
        """Write the status anew where it changed."""
        self._drawn_at = time.monotonic()
        line = status_line(
            self.shown,
            self.size.width or 24,
            following=self.view.follow,
            found=self._found(),
            hidden=self.hidden,
            plain=self._plain,
        )
        if line != self._line:
            self._line = line
            self.query_one(".status", Static).update(Content(line), layout=False)

    def _found(self) -> str:
        view = self.view
        if not view.wanted:
            return ""
        at, count = view.found
        return f"match {at} of {count}" if count else "not found"

    def _mark(self) -> None:
        """Take the classes that tell a failed output from others."""
        for state in ("done", "stopped", "failed"):
            self.set_class(self.shown.state == state, state)


def conversation_text(lane: LaneRequest) -> str:
    """What was said before an answer, a person's turns marked; nothing where it is the first."""
    if not lane.history:
        return ""
    parts = []
    for turn in lane.turns:
        text = turn.content.strip("\n")
        parts.append("» " + text.replace("\n", "\n  ") if turn.role == "user" else text)
    return "\n\n".join(parts) + "\n\n"
