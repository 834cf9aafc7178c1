"""Train one bundled model on one thread, with checkpoints from which a run goes on exactly."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional

from playground.demo import spm, words_vocabulary
from playground.demo.batches import Row, collate, endless, grouped, tokenise
from playground.demo.corpus import mix
from playground.demo.corpus.document import Document
from playground.demo.muon import Muon
from playground.demo.networks import GPT2, LLAMA, Network, Shape, build

DOCUMENTS = 200_000
"""Documents that are written before the held-out ones are taken away."""
CHECKED = 480
"""Held-out documents that the loss is watched on."""
VOCABULARY_TEXTS = 30_000
SEED = 7


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    steps: int
    rate: float = 0.02
    """Learning rate of matrices; the rest uses 0.4 of it."""
    warm_up: int = 60
    flat_until: float = 0.4
    """Share of the steps after which the rate falls in a straight line."""
    last: float = 0.02
    """Share of the rate that is left at the end."""
    checkpoint_every: int = 100

    def rate_at(self, step: int) -> float:
        """Learning rate of a step, counted from zero."""
        if step < self.warm_up:
            return self.rate * (step + 1) / self.warm_up
        left = (self.steps - step) / (self.steps * (1 - self.flat_until))
        return self.rate * (self.last + (1 - self.last) * min(1.0, max(0.0, left)))


PLANS = {"llama": Plan(steps=2900, flat_until=0.28), "gpt2": Plan(steps=2400)}
SHAPES = {"llama": LLAMA, "gpt2": GPT2}
Encoder = spm.Vocabulary | words_vocabulary.Vocabulary


@dataclass(frozen=True, slots=True)
class Run:
    """A finished training run."""

    kind: str
    network: Network
    encoder: Encoder
    held_out: list[Document]
    documents: int
    """Documents trained on."""
    characters: int
    steps: int
    tokens: int
    """Tokens seen, padding not counted."""
    cpu_seconds: float


def encoder_for(kind: str, documents: Sequence[Document]) -> Encoder:
    """Train the vocabulary of a model on part of its corpus."""
    texts = [document.text for document in documents[:VOCABULARY_TEXTS]]
    if kind == "llama":
        return spm.Vocabulary(tuple(spm.train(texts, LLAMA.vocabulary)))
    return words_vocabulary.Vocabulary(tuple(words_vocabulary.train(texts, GPT2.vocabulary)))


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


def train(kind: str, plan: Plan, work: Path) -> Run:
    """Train to the end of the plan, going on from the last checkpoint in `work` if there is one."""
    torch.set_num_threads(1)
    work.mkdir(parents=True, exist_ok=True)
    shape = SHAPES[kind]
    training, held_out = mix.split(DOCUMENTS)
    encoder = encoder_for(kind, training)
    rows = rows_of(kind, encoder, training, shape)
    checked = rows_of(kind, encoder, held_out[:CHECKED], shape)
    network = build(shape, SEED)
    muon, adam = optimisers(network)
    step, spent, tokens = 0, 0.0, 0
    saved = work / f"{kind}.pt"
    if saved.exists():
        state = torch.load(saved)
        network.load_state_dict(state["network"])
        muon.load_state_dict(state["muon"])
        adam.load_state_dict(state["adam"])
        step, spent, tokens = state["step"], state["cpu_seconds"], state["tokens"]
    log = work / f"{kind}.log"
    began = time.process_time() - spent
    for group in itertools.islice(endless(rows, SEED), step, None):
        if step >= plan.steps:
            break
        rate = plan.rate_at(step)
        for optimiser, share in ((muon, 1.0), (adam, 0.4)):
            for entry in optimiser.param_groups:
                entry["lr"] = rate * share
        total, weight = weighted_loss(network, group)
        loss = total / weight
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for optimiser in (muon, adam):
            optimiser.step()
            optimiser.zero_grad()
        step += 1
        tokens += sum(len(row.tokens) for row in group)
        if step % 25 == 0:
            entry = {
                "step": step,
                "loss": round(loss.item(), 4),
                "rate": round(rate, 5),
                "tokens": tokens,
                "cpu_seconds": round(time.process_time() - began, 1),
            }
            if step % plan.checkpoint_every == 0 or step == plan.steps:
                entry["held_out"] = losses_by_task(network, checked)
                _save(saved, (network, muon, adam), step, time.process_time() - began, tokens)
            with log.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(entry) + "\n")
    _save(saved, (network, muon, adam), step, time.process_time() - began, tokens)
    return Run(
        kind,
        network,
        encoder,
        held_out,
        len(rows),
        sum(len(entry.text) for entry in training),
        step,
        tokens,
        time.process_time() - began,
    )


def _save(
    path: Path, run: tuple[Network, Muon, torch.optim.AdamW], step: int, spent: float, tokens: int
) -> None:
    """Write a checkpoint so that a crash leaves the old one or the new one."""
    network, muon, adam = run
    state = {
        "network": network.state_dict(),
        "muon": muon.state_dict(),
        "adam": adam.state_dict(),
        "step": step,
        "cpu_seconds": spent,
        "tokens": tokens,
    }
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)
