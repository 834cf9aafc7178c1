"""Decides which models of a run are at work at once: by cores, memory and what others do."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from playground.domain.catalog import CatalogEntry
from playground.domain.runs import RunRequest
from playground.domain.scheduling import Arrangement, arrange, may_crowd
from playground.services import machine
from playground.services.budget import Budget
from playground.services.fit import FitService
from playground.services.load import cores_of_others
from playground.services.memory import available_memory
from playground.services.pool import EnginePool
from playground.services.settings import Settings

_AGAIN_SECONDS = 1.0
_STILL_SECONDS = 30.0
"""Who was at work so lately is taken to be still."""


class Plan(NamedTuple):
    """What a run has, and what each of its models gets."""

    budget: Budget
    share: Arrangement


class Scheduler:
    """Plans runs, one at a time."""

    def __init__(
        self,
        pool: EnginePool,
        settings: Settings,
        *,
        available: Callable[[], int | None] = available_memory,
    ) -> None:
        """`available` tells the bytes of memory that are free."""
        self._pool = pool
        self._settings = settings
        self._available = available
        self._fits = FitService(settings.context_limit, available=available)
        self._busy_until = 0.0
        """Until then other programs are taken to be at work (monotonic clock)."""

    async def plan(self, request: RunRequest, entries: Sequence[CatalogEntry]) -> Plan:
        """Share this machine out to models, each given once."""
        local = [entry for entry in entries if entry.endpoint is None]
        cores = machine.usable_cores()
        threads = request.threads or min(self._settings.threads, cores)
        schedule = request.schedule or self._settings.schedule
        share = arrange(cores, len(local), schedule, threads)
        if share.threads > 1 and not threads:
            others = await cores_of_others(self._pool.pids)
            share = arrange(cores, len(local), schedule, others=others)
        return Plan(Budget(cores, await self._memory(local)), share)

    async def ease(self, request: RunRequest, budget: Budget, share: Arrangement) -> None:
        """While models wait for cores, look whether they may go on beside other programs."""
        schedule = request.schedule or self._settings.schedule
        if not may_crowd(share, schedule, math.inf):  # whatever others do: nothing to look for
            return
        if time.monotonic() < self._busy_until:
            budget.crowd()
        while budget.short_of_cores:
            if may_crowd(share, schedule, await cores_of_others(self._pool.pids)):
                self._busy_until = time.monotonic() + _STILL_SECONDS
                budget.crowd()
                return
            await asyncio.sleep(_AGAIN_SECONDS)

    def need(self, entry: CatalogEntry, request: RunRequest) -> int:
        """Bytes that a model needs; 0 where nobody knows, or it is not on this machine."""
        if entry.endpoint is not None:
            return 0
        return self._fits.fit(entry, request.context_length).total or 0

    async def make_room(self, entry: CatalogEntry, budget: Budget) -> None:
        """Put away idle models for which there is no room beside those at work."""
        if budget.free_memory is not None and entry.endpoint is None:
            await self._pool.shrink(budget.free_memory, keep=entry.path or "")

    async def _memory(self, entries: Sequence[CatalogEntry]) -> int | None:
        """Bytes that can be had, idle models put away; None where it does not matter."""
        together = len(entries) > 1 or bool(self._pool.warm_paths)
        if not together or not self._settings.check_memory:
            return None
        await asyncio.to_thread(self._fits.learn, entries)
        free = await asyncio.to_thread(self._available)
        return None if free is None else free + await self._pool.releasable()
