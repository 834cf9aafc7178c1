"""An application whose display sends only the cells that changed."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
from typing import TYPE_CHECKING, Any, ClassVar, Generic, cast

import textual
from rich.color import ColorSystem
from textual.app import App, ReturnType

from playground.ui.display.backlog import Flow, is_behind
from playground.ui.display.driver import tidy
from playground.ui.display.grid import Grid

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver
    from textual.geometry import Offset
    from textual.screen import Screen
    from textual.timer import Timer

try:
    from playground.ui.display import updates
except ImportError:  # another Textual has no such internals; `obstacle` says so
    _HAS_UPDATES = False
else:
    _HAS_UPDATES = True

# Frames up to this many characters reach the terminal in one piece and cannot be torn, so the
# sixteen bytes of synchronisation marks are saved, which is a fifth of a frame with one lane.
_WHOLE_FRAME = 512

_CATCH_UP_SECONDS = 0.02
_ANSWER_SECONDS = 0.5

_OLDEST = (8, 2)
_TOO_NEW = (9, 0)
_ATTRIBUTES = ("_batch_count", "_running", "_closed", "_driver", "console")
_RENDERED = {
    "LayoutUpdate": ("strips", "region"),
    "ChopsUpdate": ("chops", "spans", "chop_ends"),
}


def obstacle(app: App[Any]) -> str:
    """Why the differential display cannot serve under this Textual; empty if it can."""
    version = tuple(int(part) for part in textual.__version__.split(".")[:2])
    if not _OLDEST <= version < _TOO_NEW:
        return f"Textual {textual.__version__} is not one of the releases it was checked against"
    if not _HAS_UPDATES:
        return "Textual's compositor has no updates of the known kinds"
    for name, expected in _RENDERED.items():
        if not set(expected) <= set(inspect.signature(getattr(updates, name)).parameters):
            return f"{name} of Textual's compositor is built from other parts"
    if list(inspect.signature(App._display).parameters) != ["self", "screen", "renderable"]:
        return "the display hook of Textual takes other parameters"
    missing = [name for name in _ATTRIBUTES if not hasattr(app, name)]
    return f"Textual's application has no {', '.join(missing)}" if missing else ""


def _erases_in_colour() -> bool:
    """Whether the terminal erases with the background of the pen; GNU screen does not."""
    return not os.environ.get("TERM", "").startswith("screen") or "TMUX" in os.environ


class DifferentialDisplay(App[ReturnType], Generic[ReturnType]):
    """Base of an application; keeps the cells last sent and writes only what differs from them.

    While the terminal is behind, frames are left out rather than queued: keys, models and memory
    do not notice a slow line, and the screen is right as soon as it has caught up.

    Everything else (batches, synchronised output, cursor placement, errors) is left to the
    stock display, which also serves alone when there is no terminal, in inline and web mode,
    and where `obstacle` names a reason.
    """

    DIFFERENTIAL: ClassVar[bool] = True
    """Set to False to use the stock display throughout."""

    _sent: Grid | None = None
    _sent_cursor: Offset | None = None
    _synchronised = True
    _obstacle: str | None = None
    _catching_up: Timer | None = None
    _flow: Flow | None = None
    _parting: asyncio.Event

    alt_keys: frozenset[str] = frozenset()
    """The keys with Alt that do something; any other is Esc and that key."""

    def redraw(self) -> None:
        """Paint every cell anew, for when something else has written to the terminal."""
        self._forget()
        self.refresh()

    def action_redraw(self) -> None:
        """`redraw`, for a key binding."""
        self.redraw()

    def get_driver_class(self) -> type[Driver]:
        """Textual's own for this platform, which leaves no colour behind."""
        return tidy(super().get_driver_class())

    def on_mount(self) -> None:
        """Arrange for a full paint when the application returns to the foreground."""
        self._flow = Flow()
        self._parting = asyncio.Event()
        self.app_resume_signal.subscribe(self, lambda _: self._return(), immediate=True)

    def on_cursor_position(self) -> None:
        """The terminal answered: it took what was sent before it was asked."""
        if self._flow is None or self._driver is None:
            return
        self._flow.answered()
        self._parting.set()
        self._catch_up()
        if question := self._flow.question():
            self._driver.write(question)
            self._driver.flush()

    async def part(self) -> None:
        """Before the terminal goes to another program: let no answer come that is not ours."""
        if self._flow is None:
            return
        self._flow.resting = True
        if self._flow.asked:
            self._parting.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_ANSWER_SECONDS):
                    await self._parting.wait()

    def _return(self) -> None:
        self._flow = Flow()
        self.redraw()

    def on_resize(self) -> None:
        """A terminal may show anything after its size changed."""
        self._forget()

    def _forget(self) -> None:
        self._sent = None
        self._sent_cursor = None

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Display what differs; Textual's own display gets the finished sequences."""
        if renderable is None or not self._reaches_terminal():
            super()._display(screen, renderable)
            return
        if self._is_behind():
            self._catch_up_later()
            super()._display(screen, None)
            return
        color_system = self.console._color_system or ColorSystem.TRUECOLOR
        pieces = updates.pieces_of(renderable, color_system)
        if pieces is None:
            self._forget()
            super()._display(screen, renderable)
            return
        if (self._sent is None) or (self._sent.width, self._sent.height) != self.size:
            self._forget()
            self._sent = Grid(*self.size, erases=_erases_in_colour())
        sequences = self._sent.update(pieces)
        cursor = self.cursor_position
        if sequences or cursor != self._sent_cursor:
            self._sent_cursor = cursor
            self._synchronised = len(sequences) > _WHOLE_FRAME
            if self._flow is not None:
                sequences += self._flow.sent(len(sequences))
            super()._display(screen, cast("RenderableType", updates.Prepared(sequences)))
            self._synchronised = True
        else:
            super()._display(screen, None)

    def _is_behind(self) -> bool:
        return is_behind(self._driver) or (self._flow is not None and self._flow.behind)

    def _catch_up_later(self) -> None:
        """Leave frames out until the terminal has taken the last one, then send what differs."""
        if self._catching_up is None:
            self._catching_up = self.set_interval(_CATCH_UP_SECONDS, self._catch_up)

    def _catch_up(self) -> None:
        if self._catching_up is not None and not self._is_behind():
            self._catching_up.stop()
            self._catching_up = None
            self.refresh()

    def _begin_update(self) -> None:
        if self._synchronised:
            super()._begin_update()

    def _end_update(self) -> None:
        if self._synchronised:
            super()._end_update()

    def _reaches_terminal(self) -> bool:
        """Whether the stock display would write now, to a terminal this display is meant for."""
        if not self.DIFFERENTIAL or self._batch_count or not self._running or self._closed:
            return False
        driver = self._driver
        if driver is None or driver.is_headless or driver.is_inline or driver.is_web:
            return False
        if self._obstacle is None:
            self._obstacle = obstacle(self)
        return not self._obstacle
