"""From a trained network to what is shipped: files, proof, scores and card."""

from __future__ import annotations

from pathlib import Path

from playground.demo import cards, export, parity, scores, spm, words_vocabulary
from playground.demo.batches import tokenise
from playground.demo.corpus.document import PROMPT_WEIGHT, Document
from playground.demo.engine import FileModel
from playground.demo.networks import Gpt2, Llama, greedy
from playground.demo.train import Run, marks

QUANTISATIONS = {"llama": ("F32", "F16", "Q8_0", "Q4_0"), "gpt2": ("F32", "F16", "Q8_0")}
SUFFIXES = {"llama": "gguf", "gpt2": "bin"}
REFERENCE = "F16"
"""The unquantised file that must give the trained model's token ids."""


def write_files(run: Run, work: Path, weights: Path) -> dict[str, Path]:
    """Write every quantisation of a run; the float32 file stays in the work folder."""
    weights.mkdir(parents=True, exist_ok=True)
    paths: dict[str, Path] = {}
    for name in QUANTISATIONS[run.kind]:
        folder = work if name == "F32" else weights
        path = folder / f"demo-{run.kind}.{name}.{SUFFIXES[run.kind]}"
        form = export.FORMATS[name]
        if isinstance(run.network, Llama) and isinstance(run.encoder, spm.Vocabulary):
            export.write_llama(run.network, run.encoder, form, path)
        elif isinstance(run.network, Gpt2) and isinstance(run.encoder, words_vocabulary.Vocabulary):
            export.write_gpt2(run.network, run.encoder, form, path)
        paths[name] = path
    return paths


def prove(run: Run, reference: Path) -> list[parity.Sequences]:
    """Record what the trained network gives for fixed prompts; mark where the file differs."""
    start, end = marks(run.kind)
    context = run.network.shape.context
    model = FileModel(reference, run.kind, context)
    proof: list[parity.Sequences] = []
    for prompt in parity.prompts(run.held_out):
        ids = ([] if start is None else [start]) + run.encoder.encode(prompt, first=True)
        completion = greedy(run.network, ids, parity.LIMIT, end)
        differs = model.encode(prompt) != ids or model.greedy(ids, parity.LIMIT) != completion
        proof.append(parity.Sequences(prompt, ids, completion, near_tie=differs))
    return proof


def report(
    run: Run, quantisation: str, path: Path, proof: list[parity.Sequences]
) -> scores.FileReport:
    """Measure one file."""
    start, end = marks(run.kind)

    def ids(document: Document) -> tuple[list[int], list[bool]]:
        row = tokenise(document, run.encoder, start, end)
        return list(row.tokens), [weight > PROMPT_WEIGHT * 2 for weight in row.weights]

    model = FileModel(path, run.kind, run.network.shape.context)
    agreement = parity.compare(
        [entry.completion_ids for entry in proof],
        [model.greedy(entry.prompt_ids, parity.LIMIT) for entry in proof],
    )
    measured = scores.measure(model, run.held_out, ids)
    model.close()
    return scores.FileReport(path, quantisation, agreement, tuple(measured))


def ship(run: Run, work: Path, weights: Path) -> None:
    """Write the files of one model, its part of the proof and its card."""
    paths = write_files(run, work, weights)
    proof = prove(run, paths[REFERENCE])
    record = weights / "parity.json"
    known = parity.read(record) if record.exists() else {}
    parity.write(record, dict(sorted({**known, f"demo-{run.kind}": proof}.items())))
    reports = [report(run, name, path, proof) for name, path in paths.items()]
    shape = run.network.shape
    making = cards.Making(
        kind=run.kind,
        parameters=sum(weight.numel() for weight in run.network.parameters()),
        documents=run.documents,
        tokens_seen=run.tokens,
        steps=run.steps,
        cpu_minutes=run.cpu_seconds / 60,
        context=shape.context,
        shape=(
            f"{shape.layers} layers, width {shape.width}, {shape.heads} heads, "
            f"feed-forward {shape.hidden}"
        ),
    )
    (weights / f"demo-{run.kind}.md").write_text(cards.card(making, reports), encoding="utf-8")
