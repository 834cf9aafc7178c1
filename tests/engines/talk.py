"""Runs completions on a client and gathers what came back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground.engines.client import EngineClient
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Load, Progress, Token

GREEDY: dict[str, Any] = {"temperature": 0.0, "repetition_penalty": 1.0}
CHANCE: dict[str, Any] = {
    "temperature": 1.0,
    "top_k": 0,
    "top_p": 1.0,
    "repetition_penalty": 1.0,
}


@dataclass
class Completion:
    """A completion in full."""

    done: Done
    tokens: list[str]
    progress: list[Progress] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that was shown."""
        return "".join(self.tokens) + self.done.text


@asynccontextmanager
async def loaded(path: Path, kind: str = "gguf", **options: Any) -> AsyncIterator[EngineClient]:
    """A process of its own with a model in it."""
    client = await EngineClient.start(stall_seconds=60.0)
    try:
        context = options.pop("context_length", 0)
        await client.load(Load(str(path), kind, context, 1))
        yield client
    finally:
        await client.close()


async def complete(client: EngineClient, prompt: str = "hello", **sampling: Any) -> Completion:
    """Complete a prompt; 8 tokens from seed 1 unless told otherwise."""
    wanted = Sampling(**{"seed": 1, "max_new_tokens": 8, **sampling})
    tokens: list[str] = []
    progress: list[Progress] = []
    async for reply in client.generate(prompt, wanted):
        if isinstance(reply, Token):
            tokens.append(reply.text)
        elif isinstance(reply, Progress):
            progress.append(reply)
        else:
            return Completion(reply, tokens, progress)
    raise AssertionError("a generation without an end")
