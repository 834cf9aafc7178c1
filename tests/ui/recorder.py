"""A terminal in memory: a driver that records what is written, and its screen as pyte sees it."""

from __future__ import annotations

import asyncio
from typing import Any

import pyte
from textual import events
from textual.driver import Driver
from textual.geometry import Size


class RecordingDriver(Driver):
    """A driver that is not headless, so that the application really renders."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self.written: list[str] = []

    def write(self, data: str) -> None:
        self.written.append(data)

    def take(self) -> str:
        """What was written since the last call."""
        data = "".join(self.written)
        self.written.clear()
        return data

    def resize(self, width: int, height: int) -> None:
        """Tell the application that the terminal has another size now."""
        self._size = (width, height)
        size = Size(width, height)
        self._app.post_message(events.Resize(size, size))

    def start_application_mode(self) -> None:
        assert self._size is not None
        size = Size(*self._size)
        loop = asyncio.get_running_loop()
        asyncio.run_coroutine_threadsafe(
            self._app._post_message(events.Resize(size, size)), loop=loop
        )

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass


class Terminal:
    """A terminal emulator that is fed text and asked for its cells."""

    def __init__(self, width: int, height: int) -> None:
        self.screen = pyte.Screen(width, height)
        self.screen.reset_mode(pyte.modes.DECAWM)
        self._stream = pyte.Stream(self.screen)

    def feed(self, data: str) -> None:
        self._stream.feed(data)

    def cells(self) -> list[list[Any]]:
        """Every cell with its character, colours and attributes."""
        screen = self.screen
        return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]

    def text(self) -> list[str]:
        """Each row as text; pyte's own `display` fails on half a wide character."""
        return ["".join(cell.data for cell in row).rstrip() for row in self.cells()]
