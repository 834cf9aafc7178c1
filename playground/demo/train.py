"""Train one bundled model on one thread, with checkpoints from which a run goes on exactly."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional

from playground.demo import spm, words_vocabulary
from playground.demo.batches import Row, collate, endless, grouped, tokenise
from playground.demo.checkpoint import Progress
from playground.demo.corpus import mix
from playground.demo.corpus.document import Document
from playground.demo.muon import Muon
from playground.demo.networks import Network, build
from playground.demo.plan import REST_SHARE, SEED, VOCABULARY_TEXTS, Plan
from playground.demo.shapes import SHAPES, Shape

CHECKED = 480
"""Held-out documents that the loss is watched on."""
LOG_EVERY = 25
Encoder = spm.Vocabulary | words_vocabulary.Vocabulary


@dataclass(frozen=True, slots=True)
class Run:
    """A finished training run."""

    kind: str
    network: Network
    encoder: Encoder
    held_out: list[Document]
    documents: int
    """Documents seen."""
    steps: int
    tokens: int
    """Tokens seen, padding not counted."""
    cpu_seconds: float


def encoder_for(kind: str, documents: Sequence[Document]) -> Encoder:
    """Train the vocabulary of a model on part of its corpus."""
    texts = [document.text for document in documents[:VOCABULARY_TEXTS]]
    if kind == "llama":
        return spm.Vocabulary(tuple(spm.train(texts, SHAPES[kind].vocabulary)))
    return words_vocabulary.Vocabulary(
        tuple(words_vocabulary.train(texts, SHAPES[kind].vocabulary))
    )


def marks(kind: str) -> tuple[int | None, int]:
    """Token that starts a row, if any, and token that ends an answer."""
    return (spm.START, spm.END) if kind == "llama" else (None, 0)


def rows_of(kind: str, encoder: Encoder, documents: Sequence[Document], shape: Shape) -> list[Row]:
    """Tokenise documents and leave out the few that do not fit the context."""
    start, end = marks(kind)
    rows = (tokenise(document, encoder, start, end) for document in documents)
    return [row for row in rows if len(row.tokens) <= shape.context]


def weighted_loss(network: Network, rows: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the summed weighted loss and the summed weights of one group of rows."""
    batch = collate(rows)
    counted = batch.weights > 0
    logits = network.logits(network(batch.inputs)[counted])
    losses = functional.cross_entropy(logits, batch.targets[counted], reduction="none")
    weights = batch.weights[counted]
    return (losses * weights).sum(), weights.sum()


def losses_by_task(network: Network, rows: Sequence[Row]) -> dict[str, float]:
    """Average the weighted loss of held-out rows for each task."""
    found: dict[str, float] = {}
    for task in sorted({row.task for row in rows}):
        chosen = sorted((row for row in rows if row.task == task), key=lambda row: len(row.tokens))
        with torch.no_grad():
            sums = [weighted_loss(network, group) for group in grouped(chosen)]
        found[task] = round(
            float(sum(loss for loss, _ in sums) / sum(weight for _, weight in sums)), 4
        )
    return found


def optimisers(network: Network) -> tuple[Muon, torch.optim.AdamW]:
    """Muon for the matrices inside the layers, AdamW for everything else."""
    inner = [weight for weight in network.blocks.parameters() if weight.dim() > 1]
    known = {id(weight) for weight in inner}
    rest = [weight for weight in network.parameters() if id(weight) not in known]
    return Muon(inner, lr=0.0), torch.optim.AdamW(rest, lr=0.0, betas=(0.9, 0.98), weight_decay=0.0)


def order(plan: Plan, parts: Sequence[Sequence[Row]]) -> Iterator[list[Row]]:
    """Give the groups of rows step by step, part after part."""
    ends = [*(stretch.begins for stretch in plan.stretches[1:]), plan.steps]
    for rows, stretch, end in zip(parts, plan.stretches, ends, strict=True):
        yield from itertools.islice(endless(rows, SEED), max(0, end - stretch.begins))


def learn(progress: Progress, plan: Plan, group: Sequence[Row]) -> tuple[float, float]:
    """Take one step on a group of rows; return its loss and its learning rate."""
    rate = plan.rate_at(progress.step)
    optimisers = ((progress.muon, rate), (progress.adam, rate * REST_SHARE))
    for optimiser, own in optimisers:
        for entry in optimiser.param_groups:
            entry["lr"] = own
    total, weight = weighted_loss(progress.network, group)
    loss = total / weight
    loss.backward()
    torch.nn.utils.clip_grad_norm_(progress.network.parameters(), 1.0)
    for optimiser, _ in optimisers:
        optimiser.step()
        optimiser.zero_grad()
    progress.step += 1
    progress.tokens += sum(len(row.tokens) for row in group)
    return loss.item(), rate


def train(kind: str, plan: Plan, work: Path) -> Run:
    """Train to the end of the plan, going on from the last checkpoint in `work` if there is one."""
    torch.set_num_threads(1)
    work.mkdir(parents=True, exist_ok=True)
    shape = SHAPES[kind]
    written = [mix.split(stretch.documents, stretch.part) for stretch in plan.stretches]
    held_out = [document for _, kept in written for document in kept]
    encoder = encoder_for(kind, written[0][0])
    parts = [rows_of(kind, encoder, training, shape) for training, _ in written]
    checked = rows_of(kind, encoder, held_out[:CHECKED], shape)
    network = build(shape, SEED)
    progress = Progress(network, *optimisers(network))
    saved = work / f"{kind}.pt"
    if saved.exists():
        progress.restore(saved)
    done, documents = progress.step, 0
    groups = itertools.islice(order(plan, parts), plan.steps)
    for place, group in enumerate(groups):
        documents += len(group)
        if place < done:
            continue
        loss, rate = learn(progress, plan, group)
        ended = progress.step == plan.steps
        if progress.step % LOG_EVERY == 0 or ended:
            entry: dict[str, object] = {
                "step": progress.step,
                "loss": round(loss, 4),
                "rate": round(rate, 5),
                "tokens": progress.tokens,
                "cpu_seconds": round(progress.spent, 1),
            }
            if progress.step % plan.checkpoint_every == 0 or ended:
                entry["held_out"] = losses_by_task(network, checked)
                progress.save(saved)
            with (work / f"{kind}.log").open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(entry) + "\n")
    return Run(
        kind,
        network,
        encoder,
        held_out,
        documents,
        progress.step,
        progress.tokens,
        progress.spent,
    )
