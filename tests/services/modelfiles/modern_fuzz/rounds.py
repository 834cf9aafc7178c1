"""Damaged files, and what becomes of them in model processes of llama.cpp."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playground.engines.client import EngineClient, EngineError
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Load
from playground.services.modelfiles import ModelFileError, check, read_header
from tests.makers import write_llama
from tests.makers.modern import ARCHITECTURES, write_modern
from tests.services.modelfiles.test_fuzz import header_places

_STALL_SECONDS = 30.0
_SMALL = {"vocab": 360, "embd": 32, "heads": 2, "layers": 1}
KINDS: dict[str, Callable[[Path], Path]] = {
    "sentencepiece": lambda path: write_llama(path, **_SMALL, heads_kv=1, ff=32),
    **{
        one: partial(write_modern, architecture=one, **_SMALL)  # type: ignore[arg-type]
        for one in ARCHITECTURES
    },
}


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one damaged file."""

    kind: str
    flips: tuple[tuple[int, int], ...]
    """Position and mask of each changed byte."""
    outcome: str
    """ran; refused: before it was loaded; otherwise the kind of the engine's error."""
    error: EngineError | None = None

    @property
    def clear(self) -> bool:
        """Whether a person learns what happened and what to do."""
        return self.error is None or bool(self.error.message and self.error.hint)


class Trials:
    """One model process, replaced whenever it died."""

    def __init__(self) -> None:
        self._client: EngineClient | None = None

    async def close(self) -> None:
        """End it."""
        if self._client is not None:
            await self._client.close()

    async def run(self, path: Path) -> EngineError | None:
        """Load a file and have it say a little; the error, if that failed."""
        if self._client is None or not self._client.alive:
            await self.close()
            self._client = await EngineClient.start("llamacpp", stall_seconds=_STALL_SECONDS)
        last = None
        try:
            await self._client.load(Load(str(path), "gguf", 64, 1))
            await self._client.tokenize("Hi 12345!! café 你好 😀")
            said = Sampling(max_new_tokens=4, seed=1)
            async for reply in self._client.generate("Hi 12345!! café 你好 😀", said):
                last = reply
            assert isinstance(last, Done)
        except EngineError as error:
            if error.kind in {"died", "hung", "protocol"}:
                await self.close()
                self._client = None
            return error
        return None


def damage(
    raw: bytes, places: list[int], rng: random.Random
) -> tuple[bytes, tuple[tuple[int, int], ...]]:
    """A copy with one to four bytes of the header changed, and which."""
    changed = bytearray(raw)
    flips = []
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        place, mask = rng.choice(places), rng.choice([1 << rng.randrange(8), rng.randrange(1, 256)])
        changed[place] ^= mask
        flips.append((place, mask))
    return bytes(changed), tuple(flips)


async def try_often(folder: Path, rounds: int, seed: int) -> AsyncIterator[Tried]:
    """Damage a file of each kind in turn and try it."""
    whole = {kind: make(folder / kind) for kind, make in KINDS.items()}
    raws = {kind: path.read_bytes() for kind, path in whole.items()}
    places = {kind: header_places(path) for kind, path in whole.items()}
    rng = random.Random(seed)
    trials = Trials()
    path = folder / "damaged.gguf"
    try:
        for number in range(rounds):
            kind = list(KINDS)[number % len(KINDS)]
            data, flips = damage(raws[kind], places[kind], rng)
            path.unlink(missing_ok=True)  # the process may still map the one before
            path.write_bytes(data)
            try:
                accepted = check(read_header(path), "llamacpp").runs
            except ModelFileError:
                accepted = False
            if not accepted:
                yield Tried(kind, flips, "refused")
                continue
            error = await trials.run(path)
            yield Tried(kind, flips, error.kind if error else "ran", error)
    finally:
        await trials.close()


def summary(tried: list[Tried]) -> str:
    """How many had which outcome."""
    counts = Counter(one.outcome for one in tried)
    return ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
