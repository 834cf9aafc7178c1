"""`llmplay models inspect`: what is in a model file."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator
from pathlib import Path

from playground.cli import output
from playground.cli.diagnostics import OK, ProgressLine
from playground.domain import inspection as shown
from playground.domain.catalog import CatalogEntry
from playground.domain.headers import ArraySummary
from playground.domain.sizes import count_words, words
from playground.services.files import sha256_of
from playground.services.inspecting import Inspection, inspect
from playground.services.local import resolve
from playground.services.modelfiles import ModelFileError

_BAR = 60
_LONGEST_VALUE = 100


def execute(arguments: argparse.Namespace) -> int:
    """Print the header; with --text also the tokens that the model makes of it."""
    entry = resolve(arguments.file)
    if entry.path is None:
        raise ModelFileError(
            f"{entry.id} is not on this machine.", "Fetch it first, or name a file."
        )
    found = inspect(Path(entry.path))
    digest = found.sha256 or (sha256_of(found.path) if arguments.sha256 else None)
    tokens = _tokens(entry, arguments.text) if arguments.text is not None else None
    if arguments.format == "json":
        fields = shown.record(found.header, found.verdicts, path=str(found.path), sha256=digest)
        if tokens is not None:
            fields["tokens"] = [{"id": id_, "text": text} for id_, text in tokens]
        output.write_json(fields)
        return OK
    for line in _lines(found, digest, all_tensors=arguments.tensors):
        output.write(line.rstrip() + "\n")
    if tokens is not None:
        output.write(f"\n{len(tokens)} tokens\n")
        for id_, text in tokens:
            output.write(f"  {id_:>7}  {text!r}\n")
    return OK


def _lines(found: Inspection, digest: str | None, *, all_tensors: bool) -> Iterator[str]:
    header = found.header
    bits = shown.bits_per_weight(header)
    yield f"{found.path}"
    container = f"{header.container.upper()} {header.container_version or ''}".strip()
    yield f"  {container}, {words(header.size_bytes)}"
    yield f"  SHA-256 {digest or 'not known; --sha256 reads the whole file'}"
    yield ""
    for engine, verdict in found.verdicts.items():
        yield f"  {engine}: " + ("runs it" if verdict.runs else f"NO. {verdict.reason}")
        if not verdict.runs and verdict.hint:
            yield f"    {verdict.hint}"
    yield ""
    yield (
        f"Model: {header.name or '?'}, {header.architecture}, {count_words(header.parameters)} "
        f"parameters, {header.quantisation}" + (f", {bits:.2f} bits per weight" if bits else "")
    )
    yield f"  context {header.context_length or '?'}, {header.block_count or '?'} layers"
    shares = shown.mix(header.tensors)
    yield f"Weights: {len(header.tensors)} tensors"
    yield f"  {shown.bar(shares, _BAR)}"
    for at, share in enumerate(shares):
        yield (
            f"  {shown.letter_of(at)}  {share.type:<8} {share.tensors:>5} tensors "
            f"{words(share.bytes):>8}  {share.part:6.1%}"
        )
    vocabulary = header.vocabulary
    yield f"Tokenizer: {header.tokenizer or '?'}, {vocabulary.size:,} pieces"
    if vocabulary.duplicates or vocabulary.invalid_utf8:
        yield f"  {vocabulary.duplicates} twice, {vocabulary.invalid_utf8} no UTF-8"
    yield f"Licence in the header: {header.license or 'none'}"
    yield "Chat template: " + ("" if header.chat_template else "none")
    yield from (f"  {line}" for line in (header.chat_template or "").splitlines())
    yield "Metadata:"
    yield from (f"  {key} = {_value(value)}" for key, value in header.metadata.items())
    if all_tensors:
        yield "Tensors:"
        for tensor in header.tensors:
            yield (
                f"  {tensor.name}  {shown.shape_text(tensor)}  {tensor.type}  "
                f"{words(tensor.bytes)}  at byte {tensor.offset}"
            )


def _value(value: object) -> str:
    if isinstance(value, ArraySummary):
        return f"[{value.length:,} x {value.type}]"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _tokens(entry: CatalogEntry, text: str) -> list[tuple[int, str]]:
    from playground.services.pool import EnginePool
    from playground.services.settings import load_settings
    from playground.services.tokens import TokenCounter

    async def ask() -> list[tuple[int, str]]:
        settings = load_settings()
        pool = EnginePool(warm=0, stall_seconds=settings.stall_seconds)
        try:
            return await TokenCounter(pool, settings).tokens(entry, text)
        finally:
            await pool.close()

    progress = ProgressLine(quiet=False)
    progress.show(f"{entry.id}: loading the model …")
    try:
        return asyncio.run(ask())
    finally:
        progress.clear()
