"""Hands out cores and memory to the models of a run."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playground.domain.sizes import words


class Budget:
    """Cores and memory, given in the order they were asked for."""

    def __init__(self, cores: int, memory: int | None = None) -> None:
        """`cores`, 1 or more, and bytes of `memory`; None does not look at memory."""
        self.cores = cores
        self.memory = memory
        self._free = cores
        self._used = 0
        self._holders = 0
        self._crowded = False
        self._waiting: deque[tuple[int, int, asyncio.Future[None]]] = deque()

    @property
    def free_memory(self) -> int | None:
        """Bytes that nobody holds; None where memory is not looked at."""
        return None if self.memory is None else max(0, self.memory - self._used)

    @property
    def short_of_cores(self) -> bool:
        """Whether somebody waits for nothing but cores."""
        waiting = [one for one in self._waiting if not one[2].done()]
        return bool(waiting) and self._lacks_cores(waiting[0][0]) and self.has_room(waiting[0][1])

    def crowd(self) -> None:
        """From here on nobody waits for cores, only for memory."""
        self._crowded = True
        self._serve()

    def has_room(self, memory: int) -> bool:
        """Whether a model of so many bytes fits beside those that are at work."""
        return self.memory is None or not self._holders or self._used + memory <= self.memory

    def lacking(self, memory: int) -> str:
        """What a model of so many bytes has to wait for, in words, where that is memory."""
        return "" if self.has_room(memory) else f"waits for {words(memory)} of memory"

    @asynccontextmanager
    async def hold(self, cores: int, memory: int = 0) -> AsyncIterator[None]:
        """Hold so many cores and bytes.

        Asking for more cores than there are holds them all. More memory than there is can be had by
        a model that is alone: whether that may be tried at all is not decided here.
        """
        cores = min(cores, self.cores)
        ticket = asyncio.get_running_loop().create_future()
        self._waiting.append((cores, memory, ticket))
        self._serve()
        try:
            await ticket
        except asyncio.CancelledError:
            if ticket.done() and not ticket.cancelled():
                self._give_back(cores, memory)
            self._serve()
            raise
        try:
            yield
        finally:
            self._give_back(cores, memory)
            self._serve()

    def _give_back(self, cores: int, memory: int) -> None:
        self._free += cores
        self._used -= memory
        self._holders -= 1

    def _lacks_cores(self, cores: int) -> bool:
        return cores > self._free and not self._crowded

    def _serve(self) -> None:
        while self._waiting:
            cores, memory, ticket = self._waiting[0]
            if not ticket.cancelled():
                if self._lacks_cores(cores) or not self.has_room(memory):
                    return
                self._free -= cores
                self._used += memory
                self._holders += 1
                ticket.set_result(None)
            self._waiting.popleft()
