"""The shipped files seen through the program's own engine, token by token."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from playground.engines.ctransformers import CTransformersBackend
from playground.engines.protocol import Load

SLICE = 64
"""Prompt tokens per native call."""


class FileModel(CTransformersBackend):
    """One model file on one thread, with the token ids that the engine itself does not show."""

    def __init__(self, path: Path, kind: str, context: int) -> None:
        super().__init__()
        self.context = context
        self.load(Load(str(path), kind, context_length=context, threads=1))

    def encode(self, text: str) -> list[int]:
        """Tokenise a prompt, start token included."""
        return [token for token, _ in self.tokenize(text)]

    def decode(self, tokens: Sequence[int]) -> str:
        """Turn token ids into text."""
        return b"".join(self._bytes(token) for token in tokens).decode("utf-8", "replace")

    def greedy(self, prompt: Sequence[int], limit: int) -> list[int]:
        """Continue with the most likely token each time, at most `limit` tokens."""
        self._restart(prompt)
        made: list[int] = []
        while len(made) < limit and len(prompt) + len(made) < self.context:
            token: int = self._llm.sample(
                top_k=1, top_p=1.0, temperature=1.0, repetition_penalty=1.0, last_n_tokens=1, seed=1
            )
            if self._llm.is_eos_token(token):
                break
            made.append(token)
            self._llm.eval([token], batch_size=1, threads=1)
        return made

    def complete(self, prompt: str, limit: int = 128) -> str:
        """Answer a text prompt greedily."""
        return self.decode(self.greedy(self.encode(prompt), limit))

    def surprise(self, tokens: Sequence[int], counted: Sequence[bool]) -> tuple[float, int]:
        """Sum the negative log likelihood of the counted tokens and say how many they are."""
        total, count = 0.0, 0
        self._restart(tokens[:1])
        for token, counts in zip(tokens[1:], counted[1:], strict=True):
            if counts:
                logits = list(self._llm.logits)
                top = max(logits)
                total += (
                    top + math.log(sum(math.exp(score - top) for score in logits)) - logits[token]
                )
                count += 1
            self._llm.eval([token], batch_size=1, threads=1)
        return total, count

    def _restart(self, tokens: Sequence[int]) -> None:
        """Evaluate a prompt; what the model still remembers of the last one is used again."""
        todo = list(self._llm.prepare_inputs_for_generation(list(tokens), reset=True))
        for at in range(0, len(todo), SLICE):
            part = todo[at : at + SLICE]
            self._llm.eval(part, batch_size=len(part), threads=1)
