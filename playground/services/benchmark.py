"""Measures how fast a model reads and writes here, with its real engine in a real process."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

from playground.domain.catalog import CatalogEntry
from playground.domain.speeds import Measured, Setting, Speed, hopeless, speed
from playground.engines.client import EngineClient
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Usage
from playground.errors import PlaygroundError
from playground.services.loading import model_key
from playground.services.pool import EnginePool, ModelKey

BATCHED = "ctransformers"
"""The engine whose size of batch can be set; the others choose it themselves."""
BATCHES = (8, 64)
_OPENING = "Once upon a time"
"""What models go on with."""
_TRIES = 8
_WORDS = "the old boat went over the lake while rain fell on a quiet town near hills and fields "


class BenchmarkError(PlaygroundError):
    """A model cannot be measured."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    entry: CatalogEntry
    threads: Sequence[int]
    batches: Sequence[int]
    """Empty: those that suit the engine."""
    prompt_tokens: int
    tokens: int
    """Tokens of every answer, 2 or more."""
    rounds: int
    engine: str | None = None
    preferred: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One answer was timed."""

    setting: Setting
    done: int
    total: int
    speed: Speed | None
    """Of all rounds of the setting, with the last of them, or of the only one."""


class Benchmark:
    """Runs a plan; the rounds of all numbers of threads alternate."""

    def __init__(self, plan: Plan) -> None:
        """Nothing is started yet."""
        self.plan = plan
        self.engine = ""
        """Known once it runs."""
        self.prompt_tokens = 0
        """What the prompt came to by the model's own tokeniser."""

    async def run(self) -> AsyncGenerator[Step, None]:
        """Load the model for each size of batch, and time it; raises `PlaygroundError`."""
        plan = self.plan
        key = await model_key(
            plan.entry,
            context_limit=plan.prompt_tokens + plan.tokens + 64,
            engine=plan.engine,
            preferred=plan.preferred,
        )
        if key.endpoint is not None:
            raise BenchmarkError(
                f"{plan.entry.id} runs elsewhere: threads and batches of this machine do nothing.",
                "Name a model of this machine.",
            )
        self.engine = key.engine
        if plan.prompt_tokens + plan.tokens > key.context_length:
            raise BenchmarkError(
                f"{plan.entry.id} holds {key.context_length:,} tokens; a prompt of "
                f"{plan.prompt_tokens:,} and an answer of {plan.tokens:,} are more.",
                "Give less with --prompt-tokens or --tokens.",
            )
        batches = self._batches(key)
        total = len(batches) * len(plan.threads) * plan.rounds
        done = 0
        pool = EnginePool(warm=0)
        try:
            for batch in batches:
                loaded = key._replace(largest_slice=batch or key.largest_slice)
                client = await pool.start(key.engine)
                await pool.load(client, loaded, max(plan.threads))
                async for threads, found, over in self._rounds(client):
                    setting = Setting(threads, batch)
                    done += (over and plan.rounds - len(found)) or 1
                    yield Step(setting, done, total, speed(setting, found) if over else None)
                await pool.give_back(loaded, client)
        finally:
            await pool.close()

    def _batches(self, key: ModelKey) -> tuple[int, ...]:
        if key.engine != BATCHED:
            if self.plan.batches:
                raise BenchmarkError(
                    f"{key.engine} chooses the size of its batches itself.", "Leave --batch out."
                )
            return (0,)
        wanted = self.plan.batches or BATCHES
        return tuple(dict.fromkeys(min(one, key.largest_slice) for one in wanted))

    async def _rounds(
        self, client: EngineClient
    ) -> AsyncIterator[tuple[int, list[Measured], bool]]:
        """Threads, what they took by then, and whether that is all."""
        plan = self.plan
        text = await self._text(client)
        found: dict[int, list[Measured]] = {threads: [] for threads in plan.threads}
        going, last = list(plan.threads), 0
        for number in range(plan.rounds):
            for threads in going:
                if threads != last:
                    # Untimed: an engine may load the file anew, and slices grow to their size.
                    await self._answered(client, f"Begin {number} {text}", threads, 1, seed=0)
                    last = threads
                # Each prompt begins in its own way, so that nothing of the last is used again.
                prompt = f"{chr(ord('A') + number % 26)}{threads} {text}"
                found[threads].append(await self._timed(client, prompt, threads))
                whole = len(found[threads]) == plan.rounds
                yield threads, found[threads], whole
            if number == 0 and plan.rounds > 1:
                slow = hopeless({threads: found[threads][0] for threads in going})
                going = [one for one in going if one not in slow]
                for threads in slow:
                    yield threads, found[threads], True

    async def _timed(self, client: EngineClient, prompt: str, threads: int) -> Measured:
        """The long prompt is only read; the answer follows a short one that models go on with."""
        read = await self._answered(client, prompt, threads, tokens=1, seed=0)
        longest = Usage()
        for seed in range(_TRIES):  # an answer may end soon
            usage = await self._answered(client, _OPENING, threads, self.plan.tokens, seed)
            longest = max(longest, usage, key=lambda one: one.completion_tokens)
            if longest.completion_tokens >= max(2, self.plan.tokens // 2):
                break
        if longest.completion_tokens < 2:
            raise BenchmarkError(
                f"{self.plan.entry.id} ends every answer at once.", "Try another file of it."
            )
        return Measured(
            read.prompt_tokens - read.reused_tokens,
            read.prompt_seconds,
            longest.completion_tokens - 1,
            longest.generation_seconds,
        )

    async def _answered(
        self, client: EngineClient, prompt: str, threads: int, tokens: int, seed: int
    ) -> Usage:
        sampling = Sampling(repetition_penalty=1.0, seed=seed, max_new_tokens=tokens)
        async for reply in client.generate(prompt, sampling, threads=threads):
            if isinstance(reply, Done):
                return reply.usage
        return Usage()

    async def _text(self, client: EngineClient) -> str:
        """Words that are as many tokens as the plan wants, or just below."""
        words = _WORDS.split()
        count = len((await client.tokenize(" ".join(words))).ids)
        wanted = max(1, int(len(words) * (self.plan.prompt_tokens - 4) / count))
        text = " ".join(words[at % len(words)] for at in range(wanted))
        self.prompt_tokens = len((await client.tokenize(f"A1 {text}")).ids)
        return text


def table(speeds: Iterable[Speed]) -> list[tuple[str, str, str, str]]:
    """Threads, batch, and tokens a second of the prompt and of the answer."""
    return [
        (
            str(one.setting.threads),
            str(one.setting.batch or "own"),
            f"{one.prompt:,.1f}",
            f"{one.generation:,.1f}",
        )
        for one in speeds
    ]
