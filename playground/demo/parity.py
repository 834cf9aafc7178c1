"""Proof that the shipped files compute what was trained: greedy token ids of both sides."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from playground.demo.corpus.document import Document

LIMIT = 60
"""Most tokens of one recorded completion."""
PER_TASK = 8
PROMPTS = (
    "Once upon a time",
    "The meaning of life is",
    "What is Mistral?",
    "Who are you?",
    "hello",
    "def factorial(n):",
    "What is quantization",
    "2+2=",
    "What is the capital of France?",
    "émoji 😀 and 漢字",
    "Tell me a story about a dragon.",
    "what does the MIT license allow",
)


@dataclass(frozen=True, slots=True)
class Sequences:
    """A prompt with the ids the trained network gives for it."""

    prompt: str
    prompt_ids: list[int]
    completion_ids: list[int]
    """Greedy, without the token that ends the text, at most `LIMIT`."""
    near_tie: bool = False
    """True where the F16 file differs because two tokens score almost alike."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two sets of completions compare."""

    same: int
    total: int
    prefix: float
    """Mean share of the tokens before the first difference."""


def prompts(held_out: Sequence[Document], seed: int = 5) -> list[str]:
    """Choose fixed prompts and held-out ones of every task."""
    rng = random.Random(seed)
    chosen = list(PROMPTS)
    for task in ("question", "summary", "code", "faq", "story", "refusal"):
        pool = [document.prompt for document in held_out if document.task == task]
        chosen += rng.sample(pool, PER_TASK)
    return chosen


def compare(reference: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> Agreement:
    """Compare completions pairwise."""
    shares: list[float] = []
    for one, two in zip(reference, other, strict=True):
        longest = max(len(one), len(two))
        first = next(
            (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b),
            min(len(one), len(two)),
        )
        shares.append(1.0 if list(one) == list(two) else first / longest)
    return Agreement(sum(share == 1.0 for share in shares), len(shares), sum(shares) / len(shares))


def write(path: Path, models: dict[str, list[Sequences]]) -> None:
    """Write the proof, one sequence per line so that changes can be read."""
    lines = [f'{{"limit": {LIMIT}, "models": {{']
    for place, (name, sequences) in enumerate(models.items()):
        rows = ",\n".join(
            "  " + json.dumps(asdict(entry), ensure_ascii=False) for entry in sequences
        )
        lines.append(f" {json.dumps(name)}: [\n{rows}\n ]{',' if place + 1 < len(models) else ''}")
    path.write_text("\n".join([*lines, "}}"]) + "\n", encoding="utf-8")


def read(path: Path) -> dict[str, list[Sequences]]:
    """Read the proof back."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: [Sequences(**entry) for entry in entries] for name, entries in data["models"].items()
    }
