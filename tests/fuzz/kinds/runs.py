"""Model files that run: what the pre-flight check accepts is loaded by a real model process.

A process that dies of a file is an error of its lane, with a reason and a hint, and another is
started. What hangs, or has no reason, fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from playground.engines.client import EngineClient, EngineError
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Load
from playground.services.modelfiles import check, read_header
from tests.fuzz.kind import Kind, Read, Tried, refused
from tests.fuzz.kinds.models import GGJT, GGML, MODERN, OLD_GGUF, Make, change, contents

STALL_SECONDS = 9.0
"""Below what a hang is, so that it is told which command hung."""
PROMPT = "Hi 12345!! café 你好 😀"


class Trials:
    """One model process, replaced whenever it died."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self._client: EngineClient | None = None

    async def close(self) -> None:
        """End it."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def run(self, path: Path, model_type: str = "gguf") -> EngineError | None:
        """Load a file and have it say a little; the error, if that failed."""
        if self._client is None or not self._client.alive:
            await self.close()
            self._client = await EngineClient.start(self.engine, stall_seconds=STALL_SECONDS)
        last = None
        try:
            await self._client.load(Load(str(path), model_type, 64, 1))
            await self._client.tokenize(PROMPT)
            async for reply in self._client.generate(PROMPT, Sampling(max_new_tokens=4, seed=1)):
                last = reply
            assert isinstance(last, Done)
        except EngineError as error:
            if error.kind in {"died", "hung", "protocol"}:
                await self.close()
            return error
        return None


def _reading(engine: str) -> Callable[[], AbstractContextManager[Read]]:
    @contextmanager
    def reading() -> Iterator[Read]:
        trials = Trials(engine)
        with asyncio.Runner() as runner:

            def read(path: Path) -> Tried:
                header = read_header(path)
                verdict = check(header, engine)
                if not verdict.runs:
                    return refused(verdict.reason)
                return lane(runner.run(trials.run(path, header.model_type)))

            try:
                yield read
            finally:
                runner.run(trials.close())

    return reading


def lane(error: EngineError | None) -> Tried:
    """What a file was in a lane: its answer came, or an error with a reason and a hint."""
    if error is None:
        return Tried("accepted", note="ran")
    if error.kind in {"hung", "protocol"} or not error.message or not error.hint:
        return Tried("failed", f"{error.kind}: {error}")
    if error.kind == "died":
        return Tried("accepted", str(error), "ended its process, the lane says why", True)
    return Tried("accepted", str(error), "refused by the engine")


def _kind(engine: str, *groups: Mapping[str, Make]) -> Kind:
    return Kind(f"run-{engine}", ".model", lambda: contents(*groups), change, _reading(engine))


KINDS = (_kind("ctransformers", OLD_GGUF, GGML, GGJT), _kind("llamacpp", OLD_GGUF, MODERN))
