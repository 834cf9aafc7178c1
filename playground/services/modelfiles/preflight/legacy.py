"""What ctransformers 0.2.27 demands of the pre-GGUF files, most of whose loaders check little."""

import math
from collections.abc import Collection

from playground.domain.headers import ModelHeader, Verdict
from playground.services.modelfiles import layouts
from playground.services.modelfiles.preflight.rules import (
    OTHER_ENGINE,
    UTF8_BYTES,
    Rule,
    check_weight_types,
    compare_tensors,
    refuse,
)

INT_LIMIT = 1 << 31
"""The loaders multiply sizes in 32-bit integers."""
MAX_CONTEXT = 1 << 20
MAX_BLOCKS = {"ggml": 80, "ggjt": 100, "ggcc": 100}
"""The graph has room for 4096 steps: gpt_neox crashed at 81 blocks, ggjt and ggcc at 108."""
_ROTATED = frozenset({"gptj", "gpt_neox", "dolly-v2"})
_OLD_GGJT = {1: ("F32", "F16"), 2: ("F32", "F16", "Q5_0", "Q5_1")}
_GGUF_INSTEAD = "Take a GGUF file of the same model, for example its Q4_K_M."
_FALCON_SIZES = {32: 7, 60: 40}
"""The blocks of Falcon 7B and 40B, and the type number each must carry."""


def check_sizes(header: ModelHeader) -> Verdict | None:
    """Refuse sizes that do not fit each other or overflow the loader's arithmetic."""
    embd, heads = header.embedding_length or 0, header.head_count or 0
    heads_kv, blocks = header.head_count_kv or 0, header.block_count or 0
    if embd % heads or heads % heads_kv:
        return refuse(f"{heads} attention heads do not divide an embedding of {embd} evenly.")
    if heads == 1 and header.container == "ggml":
        return refuse("It has a single attention head, by which ctransformers crashes.")
    limit = MAX_BLOCKS[header.container]
    if blocks > limit:
        return refuse(
            f"ctransformers runs {header.container} files of up to {limit} blocks, not {blocks}.",
            _GGUF_INSTEAD,
        )
    context = header.context_length or 1
    if context > MAX_CONTEXT:
        return refuse(f"A context length of {context} tokens is impossible.")
    memory = 1 if header.architecture == "mpt" else context * blocks
    if max((header.vocabulary_size or 0), 4 * embd, memory) * embd >= INT_LIMIT:
        return refuse("It is larger than the legacy loader can count.", _GGUF_INSTEAD)
    return None


def check_rotation(header: ModelHeader) -> Verdict | None:
    """Refuse rotary sizes by which the engine would divide by zero or read outside a head."""
    width = (header.embedding_length or 0) // (header.head_count or 1)
    if header.architecture in _ROTATED or header.container == "ggjt":
        rotated = header.metadata.get("n_rot")
        if not isinstance(rotated, int) or not 0 < rotated <= width or rotated % 2:
            return refuse(f"n_rot is {rotated}; it must be even and at most the head size {width}.")
        if header.container == "ggjt" and rotated != width:
            return refuse(f"n_rot is {rotated} instead of the head size {width}.")
    if header.container == "ggcc" and width % 2:
        return refuse(f"The head size {width} is odd and cannot be rotated in pairs.")
    for key in ("alibi_bias_max", "clip_qkv"):
        value = header.metadata.get(key, 0.0)
        if not isinstance(value, float) or not math.isfinite(value) or value < 0.0:
            return refuse(f"{key} is {value}; it must be 0 or positive.")
    return None


def check_version(header: ModelHeader) -> Verdict | None:
    """Refuse LLaMA files quantised before the layouts of May 2023, and Falcons of other sizes."""
    if header.container == "ggjt":
        allowed = _OLD_GGJT.get(header.container_version)
        stored = {tensor.type for tensor in header.tensors} | {header.quantisation}
        if allowed is not None and not stored <= set(allowed):
            return refuse(
                f"It was quantised to {header.quantisation} for GGJT version "
                f"{header.container_version}; that layout changed in May 2023.",
                _GGUF_INSTEAD,
            )
    if header.container == "ggcc":
        kind, blocks = header.metadata.get("falcon_type"), header.block_count or 0
        if kind not in {7, 40} or kind != _FALCON_SIZES.get(blocks, kind):
            return refuse(f"{blocks} blocks and the Falcon type {kind} do not go together.")
    return None


def check_vocabulary(header: ModelHeader) -> Verdict | None:
    """Refuse vocabularies that end the engine while it loads or reads a prompt."""
    vocabulary = header.vocabulary
    if vocabulary.bad_scores:
        return refuse(f"{vocabulary.bad_scores} scores of the vocabulary are not numbers.")
    if header.architecture == "mpt" and vocabulary.invalid_utf8:
        return refuse(
            f"{vocabulary.invalid_utf8} pieces of the vocabulary are not UTF-8, which ends the mpt "
            "loader."
        )
    if header.container in {"ggjt", "ggcc"}:
        if vocabulary.size <= (2 if header.container == "ggjt" else 11):
            return refuse("The vocabulary lacks the tokens that begin and end a text.")
        wanted = UTF8_BYTES if header.container == "ggjt" else frozenset(range(0x20, 0x7F))
        missing = len(wanted - vocabulary.raw_bytes)
        if missing:
            return refuse(
                f"{missing} bytes are not in the vocabulary; a prompt that holds one would end the "
                "engine.",
                OTHER_ENGINE,
            )
    return None


def check_tensors(header: ModelHeader) -> Verdict | None:
    """Refuse unless exactly the tensors of the architecture are there, in the types it reserves."""
    expected, optional = _expected(header)
    refusal = compare_tensors(header.tensors, expected, optional)
    if refusal is not None or header.container != "ggml":
        return refusal
    for tensor in header.tensors:
        wanted = header.quantisation if len(tensor.shape) == 2 else "F32"
        if tensor.name == "model/wpe":
            wanted = "F32"
        if tensor.type != wanted:
            return refuse(f"{tensor.name} is stored as {tensor.type} where {wanted} is reserved.")
    return None


def _expected(header: ModelHeader) -> tuple[layouts.Layout, Collection[str]]:
    vocab, embd = header.vocabulary_size or 0, header.embedding_length or 0
    blocks, heads = header.block_count or 0, header.head_count or 1
    kv = embd // heads * (header.head_count_kv or heads)
    context = header.context_length or 0
    match header.architecture:
        case "gpt2" | "starcoder":
            layout = layouts.gpt2(vocab=vocab, embd=embd, blocks=blocks, context=context)
            return layout | {"model/lm_head": (embd, vocab)}, {"model/lm_head"}
        case "gptj":
            return layouts.gptj(vocab=vocab, embd=embd, blocks=blocks), ()
        case "gpt_neox" | "dolly-v2":
            return layouts.gpt_neox(vocab=vocab, embd=embd, blocks=blocks), ()
        case "mpt" | "replit":
            return layouts.mpt(vocab=vocab, embd=embd, blocks=blocks), ()
        case "falcon":
            large = blocks == 60 or header.metadata.get("falcon_type") == 40
            return (
                layouts.ggcc_falcon(vocab=vocab, embd=embd, blocks=blocks, kv=kv, large=large),
                (),
            )
    ff = _feed_forward(header, embd)
    return layouts.ggjt_llama(vocab=vocab, embd=embd, blocks=blocks, ff=ff, kv=kv), ()


def _feed_forward(header: ModelHeader, embd: int) -> int:
    """The feed-forward length, which GGJT files do not hold: two thirds of 4 x embd, rounded up."""
    multiple = header.metadata.get("n_mult")
    step = multiple if isinstance(multiple, int) else 1
    length = 2 * (4 * embd) // 3
    if header.block_count == 80 and header.head_count_kv != header.head_count:
        length = int(1.3 * length)  # LLaMA 2 70B
    return -(-length // step) * step


def _for_legacy(rule: Rule) -> Rule:
    return lambda header: None if header.container == "gguf" else rule(header)


CTRANSFORMERS: tuple[Rule, ...] = tuple(
    _for_legacy(rule)
    for rule in (
        check_sizes,
        check_rotation,
        check_version,
        check_vocabulary,
        check_weight_types,
        check_tensors,
    )
)
