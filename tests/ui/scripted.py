"""A run service that says what a test tells it to, and the playground with it in place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from playground.domain.runs import (
    LaneChanged,
    LaneEnded,
    LaneRequest,
    LaneResult,
    LaneText,
    RunEvent,
    RunRequest,
)
from playground.engines.protocol import StopReason, Usage
from playground.services.sessions import SessionStore
from playground.services.settings import Settings
from playground.ui.app import PlaygroundApp
from playground.ui.desk import Desk
from playground.ui.panes.output import OutputPane
from playground.ui.screens.main import PlaygroundScreen


class ScriptedService:
    """Stands in for `RunService`; lanes say and do nothing by themselves."""

    def __init__(self, store: SessionStore) -> None:
        self.store = store
        self.requests: list[RunRequest] = []
        self.joined: list[LaneRequest] = []
        self.run_number = 0
        self.lanes: dict[int, LaneRequest] = {}
        self._events: asyncio.Queue[RunEvent] = asyncio.Queue()

    def record_in(self, store: SessionStore) -> None:
        self.store = store

    async def stream(self, request: RunRequest) -> AsyncIterator[RunEvent]:
        self.requests.append(request)
        self.run_number = self.store.start_run(request)
        self.lanes = {lane.index: lane for lane in request.lanes}
        for at in self.lanes:
            yield LaneChanged(at, "queued")
        while self.lanes or not self._events.empty():
            yield await self._events.get()

    def add(self, lane: LaneRequest) -> bool:
        if self.lanes:
            self.lanes[lane.index] = lane
            self.joined.append(lane)
        return bool(self.lanes)

    async def stop(self, index: int | None = None) -> None:
        for at in list(self.lanes):
            if index in {None, at}:
                self.end(at, "stopped text", "cancelled")

    def say(self, lane: int, text: str) -> None:
        self._events.put_nowait(LaneChanged(lane, "streaming"))
        self._events.put_nowait(LaneText(lane, text))

    def end(
        self, lane: int, text: str = "", reason: StopReason = "eos", error: str | None = None
    ) -> None:
        usage = Usage(12, 34, 0, 0.1, 0.25, 2.0)
        result = LaneResult(text, reason, usage, error=error, memory_bytes=56_000_000)
        self.store.end_lane(self.lanes.pop(lane), result)
        if text and error is None:
            self._events.put_nowait(LaneText(lane, text))
        self._events.put_nowait(LaneEnded(lane, result))


class Sitting:
    """A playground under test."""

    def __init__(self, app: PlaygroundApp, pilot: Pilot[Any], desk: Desk) -> None:
        self.app, self.pilot, self.desk = app, pilot, desk
        service = desk.service
        assert isinstance(service, ScriptedService)
        self.service: ScriptedService = service

    @property
    def main(self) -> PlaygroundScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, PlaygroundScreen)
        return screen

    @property
    def panes(self) -> list[OutputPane]:
        return self.main.outputs.panes

    @property
    def titles(self) -> list[str]:
        return [str(pane.border_title) for pane in self.panes]

    @property
    def focused(self) -> OutputPane | None:
        return self.main.focused_output

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def run(self, *texts: str) -> None:
        """Press F5; where there are texts, let each lane end with one of them."""
        await self.press("f5")
        await self.until(lambda: bool(self.service.lanes))
        if texts:
            await self.answer(*texts)
            await self.press("f4")

    async def answer(self, *texts: str) -> None:
        """Let the lanes that run end with these texts."""
        for lane, text in zip(sorted(self.service.lanes), texts, strict=True):
            self.service.end(lane, text)
        await self.until(lambda: not self.main.busy)

    async def until(self, condition: Any) -> None:
        for _ in range(500):
            if condition():
                return
            await self.pilot.pause()
        raise AssertionError("it did not happen")

    def status(self, place: int = 0) -> str:
        return str(self.panes[place].query_one(".status").render())


@asynccontextmanager
async def sitting(
    *models: str,
    size: tuple[int, int] = (120, 40),
    chosen: bool = True,
    prompt: str = "Hello",
    session: Path | None = None,
    **settings: Any,
) -> AsyncIterator[Sitting]:
    """A playground with these bundled models selected and a prompt in the editor."""
    desk = Desk(Settings(**settings), prompt=prompt, session=session)
    named = {entry.id: entry for entry in desk.bundled}
    if chosen:
        desk.chosen = tuple(named[model] for model in models or ("demo-llama", "demo-gpt2"))
    desk.service = ScriptedService(desk.store)  # type: ignore[assignment]
    app = PlaygroundApp(desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Sitting(app, pilot, desk)
        await app.action_leave()
