"""Prompts to begin with, one that each bundled model answers well."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

STARTERS = Path(__file__).parent / "starters.toml"


@dataclass(frozen=True, slots=True)
class Starter:
    """A prompt with the greedy answer of the model it was chosen for."""

    model: str
    """demo-llama or demo-gpt2."""
    title: str
    task: str
    """story, question, summary, code, chat or life."""
    prompt: str
    answer: str
    """What the Q8_0 file gives with greedy decoding."""


def starters() -> list[Starter]:
    """Read the prompts that come with the bundled models."""
    with STARTERS.open("rb") as file:
        return [Starter(**entry) for entry in tomllib.load(file)["starter"]]
