"""Tokenised documents, gathered into batches of rows with similar lengths."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from playground.demo.corpus.document import Document

POOL = 2048
"""Documents that are sorted by length together."""
BUDGET = 4096
"""Padded tokens of one batch."""


class Encoder(Protocol):
    """What turns the text of a segment into token ids."""

    def encode(self, text: str, first: bool) -> list[int]:
        """Return the ids of one segment."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One document as token ids with a loss weight for each."""

    task: str
    tokens: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows padded to one length."""

    inputs: Tensor
    targets: Tensor
    weights: Tensor


def tokenise(document: Document, encoder: Encoder, start: int | None, end: int) -> Row:
    """Encode each segment on its own, as an engine sees a prompt without its answer."""
    tokens = [] if start is None else [start]
    weights = [0.0] * len(tokens)
    for position, segment in enumerate(document.segments):
        encoded = encoder.encode(segment.text, position == 0)
        encoded += [end] if segment.final else []
        tokens += encoded
        weights += [segment.weight] * len(encoded)
    return Row(document.task, tuple(tokens), tuple(weights))


def collate(rows: Sequence[Row]) -> Batch:
    """Pad rows on the right; padding has no weight."""
    length = max(len(row.tokens) for row in rows)
    tokens = torch.zeros(len(rows), length, dtype=torch.long)
    weights = torch.zeros(len(rows), length)
    for at, row in enumerate(rows):
        tokens[at, : len(row.tokens)] = torch.tensor(row.tokens)
        weights[at, : len(row.weights)] = torch.tensor(row.weights)
    return Batch(tokens[:, :-1], tokens[:, 1:], weights[:, 1:])


def grouped(rows: Sequence[Row], budget: int = BUDGET) -> Iterator[list[Row]]:
    """Cut sorted rows into groups that fit the budget when padded."""
    group: list[Row] = []
    for row in rows:
        if group and (len(group) + 1) * len(row.tokens) > budget:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def endless(rows: Sequence[Row], seed: int) -> Iterator[list[Row]]:
    """Go through the rows again and again in a seeded order."""
    rng = random.Random(seed)
    while True:
        order = list(rows)
        rng.shuffle(order)
        for at in range(0, len(order), POOL):
            pool = sorted(order[at : at + POOL], key=lambda row: len(row.tokens))
            groups = list(grouped(pool))
            rng.shuffle(groups)
            yield from groups
