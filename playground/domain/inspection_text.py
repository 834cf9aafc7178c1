"""What is in a model file, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playground.domain.headers import ArraySummary, ModelHeader, Verdict
from playground.domain.inspection import bar, bits_per_weight, letter_of, mix, shape_text
from playground.domain.sizes import count_words, words

_BAR = 60
_LONGEST_VALUE = 100


def description(
    header: ModelHeader,
    verdicts: Mapping[str, Verdict],
    *,
    path: str,
    sha256: str | None,
    tensors: bool = True,
) -> Iterator[str]:
    """Line by line: engines first, then model, weights, tokenizer, template and metadata."""
    bits = bits_per_weight(header)
    yield path
    container = f"{header.container.upper()} {header.container_version or ''}".strip()
    yield f"  {container}, {words(header.size_bytes)}"
    yield f"  SHA-256 {sha256 or 'not known; --sha256 reads the whole file'}"
    yield ""
    for engine, verdict in verdicts.items():
        yield f"  {engine}: " + ("runs it" if verdict.runs else f"NO. {verdict.reason}")
        if not verdict.runs and verdict.hint:
            yield f"    {verdict.hint}"
    yield ""
    yield (
        f"Model: {header.name or '?'}, {header.architecture}, {count_words(header.parameters)} "
        f"parameters, {header.quantisation}" + (f", {bits:.2f} bits per weight" if bits else "")
    )
    yield f"  context {header.context_length or '?'}, {header.block_count or '?'} layers"
    shares = mix(header.tensors)
    yield f"Weights: {len(header.tensors)} tensors"
    yield f"  {bar(shares, _BAR)}"
    for at, share in enumerate(shares):
        yield (
            f"  {letter_of(at)}  {share.type:<8} {share.tensors:>5} tensors "
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
    if tensors:
        yield "Tensors:"
        for tensor in header.tensors:
            yield (
                f"  {tensor.name}  {shape_text(tensor)}  {tensor.type}  "
                f"{words(tensor.bytes)}  at byte {tensor.offset}"
            )


def _value(value: object) -> str:
    if isinstance(value, ArraySummary):
        return f"[{value.length:,} x {value.type}]"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
