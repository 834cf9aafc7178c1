"""Counts the tokens of a text with the model's own tokeniser, in a process of the pool."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from playground.domain.catalog import CatalogEntry
from playground.engines.client import EngineClient, EngineError
from playground.engines.protocol import Tokens
from playground.services.loading import model_key
from playground.services.pool import EnginePool, ModelKey
from playground.services.settings import Settings

COUNTABLE_CHARACTERS = 262_144
"""A longer text fits no context the playground loads with, and its tokens would flood the wire."""

_PATIENCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class TokenCount:
    """How many tokens a model makes of a text."""

    tokens: int
    context_length: int
    """Tokens of prompt and completion together."""

    @property
    def over(self) -> bool:
        """Whether no room is left for an answer; `tokens` may then be counted only in part."""
        return self.tokens >= self.context_length


class TokenCounter:
    """One count at a time; it never keeps a model from a run, because runs wait with `settled`."""

    def __init__(self, pool: EnginePool, settings: Settings) -> None:
        """`settings` say with how long a context a run would load the model."""
        self._pool = pool
        self._settings = settings
        self._one = asyncio.Lock()
        self._counts: set[asyncio.Task[TokenCount | None]] = set()

    def warm(self, entry: CatalogEntry) -> bool:
        """Whether the model is in memory, as far as can be told without looking at its file."""
        return entry.path in self._pool.warm_paths

    async def count(
        self,
        entry: CatalogEntry,
        text: str,
        *,
        context_length: int | None = None,
        load: bool = False,
    ) -> TokenCount | None:
        """The tokens of `text`, at most `COUNTABLE_CHARACTERS` long; None where no model is warm.

        `context_length` is that of the run to come, None the usual one; `load` loads the model.
        Raises `ModelFileError`, `EngineError` or `OSError`. A caller that is cancelled leaves the
        count to finish by itself: half a conversation would spoil the process.
        """
        task = asyncio.create_task(self._count(entry, text, context_length, load))
        self._counts.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    async def tokens(self, entry: CatalogEntry, text: str) -> list[tuple[int, str]]:
        """The ids and texts of the tokens that the model makes of a text; loads it for that.

        Raises `ModelFileError`, `EngineError` or `OSError`.
        """
        async with self._one:
            key = await model_key(entry, context_limit=self._settings.context_limit)
            client = self._pool.take_warm(key) or await self._pool.start(key.engine)
            found = await self._tokens(client, key, text)
            return list(zip(found.ids, found.pieces, strict=True))

    async def settled(self, seconds: float = _PATIENCE_SECONDS) -> None:
        """Wait until no count holds a process, or so long: a run starts others then."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._counts:
                    await asyncio.wait(self._counts)

    async def _count(
        self, entry: CatalogEntry, text: str, context_length: int | None, load: bool
    ) -> TokenCount | None:
        async with self._one:
            key = await model_key(
                entry,
                context_limit=self._settings.context_limit,
                context_length=context_length,
                preferred=self._settings.engine,
            )
            client = self._pool.take_warm(key)
            if client is None and load:
                client = await self._pool.start(key.engine)
            return None if client is None else await self._ask(client, key, text)

    async def _ask(self, client: EngineClient, key: ModelKey, text: str) -> TokenCount:
        tokens = await self._tokens(client, key, text)
        context = client.loaded.context_length if client.loaded else key.context_length
        return TokenCount(len(tokens.ids), context)

    async def _tokens(self, client: EngineClient, key: ModelKey, text: str) -> Tokens:
        """Ask, and keep the process for the next one unless it failed."""
        healthy = False
        try:
            if client.loaded is None:
                await self._pool.load(client, key, self._settings.threads or 1)
            found = await client.tokenize(text)
            healthy = True
        except EngineError as failure:
            healthy = failure.kind in {"request", "engine"}
            raise
        finally:
            if healthy:
                await self._pool.give_back(key, client)
            else:
                await self._pool.discard(client)
        return found

    def _forget(self, task: asyncio.Task[TokenCount | None]) -> None:
        self._counts.discard(task)
        if not task.cancelled():
            task.exception()  # whoever still waits is told; nobody else is to blame
