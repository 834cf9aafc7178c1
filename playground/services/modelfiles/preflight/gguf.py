"""What ctransformers 0.2.27 demands of a GGUF file; it runs `llama` and `falcon` of autumn 2023.

Each of these, left unchecked, ends the process or raises an error without a reason.
"""

import math

from playground.domain.headers import ArraySummary, ModelHeader, Verdict
from playground.services.modelfiles import layouts
from playground.services.modelfiles.preflight.rules import (
    DAMAGED,
    OTHER_ENGINE,
    Rule,
    check_weight_types,
    compare_tensors,
    refuse,
)
from playground.services.modelfiles.preflight.tokenizers import check_tokenizer

ARCHITECTURES = ("llama", "falcon")
MAX_CONTEXT = 1 << 24
MAX_BLOCKS = 110
"""The graph has room for 4096 steps: llama crashed at 114 blocks, falcon at 117."""

_NUMBERS = (
    "context_length",
    "embedding_length",
    "block_count",
    "feed_forward_length",
    "attention.head_count",
)
_OPTIONAL = {
    "attention.head_count_kv": "u32",
    "rope.dimension_count": "u32",
    "rope.freq_base": "f32",
    "rope.scale_linear": "f32",
}
_EPSILON = {
    "llama": "attention.layer_norm_rms_epsilon",
    "falcon": "attention.layer_norm_epsilon",
}


def check_architecture(header: ModelHeader) -> Verdict | None:
    """Refuse architectures the engine has no graph for, and parts of a split model."""
    parts = header.metadata.get("split.count")
    if isinstance(parts, int) and parts > 1:
        return refuse(
            f"The file is one of {parts} parts of a model.",
            "Take the same model in a single file, or a smaller quantisation of it.",
        )
    if header.metadata_types.get("general.architecture") != "str":
        return refuse("The architecture is not given as a text.")
    if header.architecture not in ARCHITECTURES:
        return refuse(
            f"ctransformers cannot run the architecture {header.architecture} from a GGUF file; "
            "it runs llama and falcon.",
            OTHER_ENGINE,
        )
    return None


def check_keys(header: ModelHeader) -> Verdict | None:
    """Refuse missing keys and keys of another type than the engine reads."""
    arch = header.architecture
    required = {f"{arch}.{key}": "u32" for key in _NUMBERS}
    required[f"{arch}.{_EPSILON[arch]}"] = "f32"
    optional = {f"{arch}.{key}": kind for key, kind in _OPTIONAL.items()}
    optional["general.name"] = "str"
    for key, kind in (required | optional).items():
        stored = header.metadata_types.get(key)
        if stored is None and key in required:
            return refuse(f"The key {key} is missing.")
        if stored not in {None, kind}:
            return refuse(f"The key {key} is stored as {stored}; ctransformers reads only {kind}.")
    return None


def check_sizes(header: ModelHeader) -> Verdict | None:
    """Refuse sizes that divide by zero, do not fit each other or exceed fixed tables."""
    context, embd, blocks, ff, heads = (_int(header, key) for key in _NUMBERS)
    heads_kv = header.head_count_kv or 0
    if not 0 < context <= MAX_CONTEXT:
        return refuse(f"A context length of {context} tokens is impossible.")
    if not 0 < blocks <= MAX_BLOCKS:
        return refuse(
            f"ctransformers runs models of 1 to {MAX_BLOCKS} blocks; this one says {blocks}.",
            OTHER_ENGINE if MAX_BLOCKS < blocks <= 4 * MAX_BLOCKS else DAMAGED,
        )
    if embd == 0 or ff == 0:
        return refuse("The embedding length and the feed-forward length must not be 0.")
    if heads == 0 or heads_kv == 0:
        return refuse("The number of attention heads is 0.")
    if embd % heads or heads % heads_kv:
        return refuse(
            f"{heads} attention heads and {heads_kv} key-value heads do not divide an embedding "
            f"of {embd} evenly."
        )
    width = embd // heads
    rotated = _int(header, "rope.dimension_count", width)
    if rotated != width:
        return refuse(
            f"rope.dimension_count is {rotated}; ctransformers needs the head size, {width}.",
            OTHER_ENGINE,
        )
    if width % 2:
        return refuse(f"The head size {width} is odd and cannot be rotated in pairs.")
    return None


def check_floats(header: ModelHeader) -> Verdict | None:
    """Refuse numbers with which every result is not a number."""
    arch = header.architecture
    epsilon = _float(header, _EPSILON[arch], 0.0)
    if not 0.0 < epsilon < 1.0:
        return refuse(f"{arch}.{_EPSILON[arch]} is {epsilon}; it must lie between 0 and 1.")
    for key in ("rope.freq_base", "rope.scale_linear"):
        value = _float(header, key, 1.0)
        if not math.isfinite(value) or value <= 0.0:
            return refuse(f"{arch}.{key} is {value}; it must be positive.")
    return None


def check_known_differences(header: ModelHeader) -> Verdict | None:
    """Name the ways in which newer models of a known architecture differ."""
    names = {tensor.name for tensor in header.tensors}
    if any("_exps." in name or ".ffn_gate_inp." in name for name in names):
        return refuse("It is a mixture of experts, newer than ctransformers.", OTHER_ENGINE)
    if any(name.startswith("rope_f") for name in names):
        return refuse(
            "It carries rope_freqs (Llama 3.1 and later), which ctransformers does not know.",
            OTHER_ENGINE,
        )
    if header.architecture == "llama" and any(name.endswith(".bias") for name in names):
        return refuse("Its attention has biases, which ctransformers does not know.", OTHER_ENGINE)
    if "token_embd.weight" in names and "output.weight" not in names:
        return refuse(
            "It has no output.weight of its own (tied embeddings), which ctransformers needs.",
            OTHER_ENGINE,
        )
    return None


def check_tensors(header: ModelHeader) -> Verdict | None:
    """Refuse unless exactly the tensors of the architecture are there."""
    embd, heads = _int(header, "embedding_length"), _int(header, "attention.head_count")
    blocks, ff = _int(header, "block_count"), _int(header, "feed_forward_length")
    kv = embd // heads * (header.head_count_kv or heads)
    vocab = header.vocabulary.size
    if header.architecture == "llama":
        expected = layouts.llama(vocab=vocab, embd=embd, blocks=blocks, ff=ff, kv=kv)
    else:
        second = any(".attn_norm_2." in tensor.name for tensor in header.tensors)
        expected = layouts.falcon(
            vocab=vocab, embd=embd, blocks=blocks, ff=ff, kv=kv, second_norm=second
        )
    return compare_tensors(header.tensors, expected)


def _int(header: ModelHeader, key: str, default: int = 0) -> int:
    value = header.metadata.get(f"{header.architecture}.{key}", default)
    return 0 if isinstance(value, str | float | ArraySummary) else int(value)


def _float(header: ModelHeader, key: str, default: float) -> float:
    value = header.metadata.get(f"{header.architecture}.{key}", default)
    return float(value) if isinstance(value, int | float) else math.nan


def _for_gguf(rule: Rule) -> Rule:
    return lambda header: rule(header) if header.container == "gguf" else None


CTRANSFORMERS: tuple[Rule, ...] = tuple(
    _for_gguf(rule)
    for rule in (
        check_architecture,
        check_keys,
        check_sizes,
        check_floats,
        check_weight_types,
        check_tokenizer,
        check_known_differences,
        check_tensors,
    )
)
