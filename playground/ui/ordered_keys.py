"""An application in which keys take effect in the order they were typed, however fast they come."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, Generic

from textual.app import App, ReturnType
from textual.events import Event, Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

_PATIENCE_SECONDS = 2.0
_LOOK_SECONDS = 0.05


class Reading:
    """A screen that reads what its keys act on; they wait for it, for a while, all but Esc."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        super().__init__()
        self.read = asyncio.Event()
        """Set by the screen as soon as what it shows is there, or will not come."""


class OrderedKeys(App[ReturnType], Generic[ReturnType]):
    """Looks at a key when all that came before it was done.

    Textual runs the binding of a key when the key has bubbled up from the widget in focus, and one
    with priority before the widget saw the keys ahead of it. Over a slow line many keys arrive at
    once, and a Backspace would delete what was typed after it.
    """

    _awaited: Key | None = None
    """The key that is on its way through the widgets."""
    _risen = False
    """Whether it came up here, because none of them took it."""

    def post_message(self, message: Message) -> bool:
        """Note that a key came up, in place of putting it behind the keys typed after it."""
        if message is self._awaited:
            self._risen = True
            return True
        return super().post_message(message)

    async def on_event(self, event: Event) -> None:
        """Run the binding of a key before anything that was typed after it."""
        if not isinstance(event, Key) or _forwarded(event):
            await super().on_event(event)
            return
        await _laid_out(self.screen, self)
        if isinstance(self.screen, Reading) and event.key != "escape":
            await _read(self.screen)
        target = self.focused or self.screen
        self._awaited, self._risen = event, False
        try:
            await super().on_event(event)
            if not _forwarded(event):
                return  # it was a key with priority
            await _taken(target)
        finally:
            self._awaited = None
        if self._risen:
            await self._check_bindings(event.key)


def _forwarded(event: Key) -> bool:
    """Whether a widget got it."""
    return event.is_forwarded


async def _laid_out(screen: Screen[object], app: App[Any]) -> None:
    """Wait for a screen that is being opened: what a key acts on is not in it before."""
    opened = asyncio.Event()
    if screen.is_mounted or not screen.call_later(opened.set):
        return
    while not opened.is_set() and screen in app.screen_stack:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_SECONDS):
                await opened.wait()


async def _read(screen: Reading) -> None:
    """Wait until a screen has read what it shows, but not for ever."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await screen.read.wait()


async def _taken(target: MessagePump) -> None:
    """Wait until a widget and those it is in took what they had to do, but not for ever."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await _passed(target)  # what this key made it post comes behind
            node: MessagePump | None = target
            while node is not None and not isinstance(node, App):
                await _passed(node)
                node = node._parent


async def _passed(node: MessagePump) -> None:
    """Wait until a widget took what is in its queue now, or goes away."""
    passed = asyncio.Event()
    if not node.call_later(passed.set):
        return
    while not passed.is_set() and node.is_running:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_SECONDS):
                await passed.wait()
