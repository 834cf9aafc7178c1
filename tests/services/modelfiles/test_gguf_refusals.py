"""Every GGUF file that would end ctransformers, or fail without a reason, is refused with one."""

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.services.modelfiles import check, read_header
from tests.makers import Gguf, falcon_file, llama_file
from tests.makers.weights import Stored
from tests.services.modelfiles.judging import objection

Change = Callable[[Gguf], object]


def key(name: str, kind: str, value: Any) -> Change:
    return lambda made: made.keys.update({name: (kind, value)})


def without(*names: str) -> Change:
    def drop(made: Gguf) -> None:
        for name in names:
            del made.keys[name]

    return drop


def listed(name: str, change: Callable[[list[Any]], object]) -> Change:
    """Change a list among the keys in place."""
    return lambda made: change(made.keys[f"tokenizer.ggml.{name}"][1])


def without_tensor(name: str) -> Change:
    return lambda made: made.tensors.remove(made[name])


def with_tensor(name: str, shape: tuple[int, ...]) -> Change:
    count = math.prod(shape)
    return lambda made: made.tensors.append(Stored(name, shape, "F32", bytes(4 * count)))


def shaped(name: str, *shape: int) -> Change:
    return lambda made: setattr(made[name], "shape", shape)


def coded(name: str, code: int) -> Change:
    return lambda made: made.codes.update({name: code})


def placed(name: str, offset: int) -> Change:
    return lambda made: made.offsets.update({name: offset})


def put(position: int, value: object) -> Callable[[list[Any]], object]:
    return lambda items: items.__setitem__(position, value)


def bf16(made: Gguf) -> None:
    tensor = made["blk.0.ffn_up.weight"]
    tensor.type = "BF16"


LLAMA: dict[str, tuple[Change, str]] = {
    # keys
    "no architecture": (without("general.architecture"), "does not name its architecture"),
    "architecture a number": (key("general.architecture", "u32", 1), "does not name its archi"),
    "another architecture": (key("general.architecture", "str", "qwen2"), "architecture qwen2"),
    "gpt2 architecture": (key("general.architecture", "str", "gpt2"), "architecture gpt2"),
    "name a number": (key("general.name", "u32", 1), r"general\.name is stored as u32"),
    "part of a split model": (key("split.count", "u16", 2), "one of 2 parts"),
    **{
        f"no {name}": (without(f"llama.{name}"), rf"llama\.{re.escape(name)} is missing")
        for name in (
            *("context_length", "embedding_length", "block_count", "feed_forward_length"),
            *("attention.head_count", "attention.layer_norm_rms_epsilon"),
        )
    },
    "wide context length": (key("llama.context_length", "u64", 256), "stored as u64"),
    "signed block count": (key("llama.block_count", "i32", 2), "stored as i32"),
    "double epsilon": (key("llama.attention.layer_norm_rms_epsilon", "f64", 1e-5), "as f64"),
    "freq base an integer": (key("llama.rope.freq_base", "u32", 10000), "stored as u32"),
    "heads per block": (key("llama.attention.head_count_kv", "arr:u32", [4, 4]), "stored as arr"),
    # sizes
    "no heads": (key("llama.attention.head_count", "u32", 0), "heads is 0"),
    "no key-value heads": (key("llama.attention.head_count_kv", "u32", 0), "heads is 0"),
    "uneven heads": (key("llama.attention.head_count", "u32", 3), "do not divide"),
    "uneven groups": (key("llama.attention.head_count_kv", "u32", 3), "do not divide"),
    "more groups than heads": (key("llama.attention.head_count_kv", "u32", 8), "do not divide"),
    "wrong rotation": (key("llama.rope.dimension_count", "u32", 8), "needs the head size, 16"),
    "no blocks": (key("llama.block_count", "u32", 0), "says 0"),
    "a billion blocks": (key("llama.block_count", "u32", 10**9), "says 1000000000"),
    "too many blocks": (key("llama.block_count", "u32", 137), "says 137"),
    "one block too many": (key("llama.block_count", "u32", 3), r"blk\.2\.\S+ is missing"),
    "one block too few": (key("llama.block_count", "u32", 1), "not part of this architecture"),
    "no context": (key("llama.context_length", "u32", 0), "context length of 0"),
    "endless context": (key("llama.context_length", "u32", 2**31 - 1), "context length"),
    "no embedding": (key("llama.embedding_length", "u32", 0), "must not be 0"),
    "no feed-forward": (key("llama.feed_forward_length", "u32", 0), "must not be 0"),
    "other embedding": (key("llama.embedding_length", "u32", 128), "needs the head size, 32"),
    # floats
    **{
        f"epsilon {value}": (key("llama.attention.layer_norm_rms_epsilon", "f32", value), "between")
        for value in (0.0, -1e-5, math.nan, math.inf, 1e30)
    },
    "freq base zero": (key("llama.rope.freq_base", "f32", 0.0), "must be positive"),
    "freq base not a number": (key("llama.rope.freq_base", "f32", math.nan), "must be positive"),
    "scale infinite": (key("llama.rope.scale_linear", "f32", math.inf), "must be positive"),
    # tokenizer
    "no tokenizer": (without("tokenizer.ggml.model"), r"tokenizer\.ggml\.model is missing"),
    "unknown tokenizer": (key("tokenizer.ggml.model", "str", "bert"), "tokenizer bert"),
    "byte pairs": (key("tokenizer.ggml.model", "str", "gpt2"), "byte pairs"),
    "no tokens": (without("tokenizer.ggml.tokens"), "vocabulary .* is missing"),
    "empty vocabulary": (key("tokenizer.ggml.tokens", "arr:str", []), "is missing, empty"),
    "tokens as numbers": (key("tokenizer.ggml.tokens", "arr:u32", [1] * 512), "not a list of te"),
    "tokens a text": (key("tokenizer.ggml.tokens", "str", "abc"), "not a list of texts"),
    "no scores": (without("tokenizer.ggml.scores"), "has no scores"),
    "no types": (without("tokenizer.ggml.token_type"), "has no token types"),
    "double scores": (key("tokenizer.ggml.scores", "arr:f64", [0.0] * 512), "stored as f64"),
    "byte types": (key("tokenizer.ggml.token_type", "arr:u8", [1] * 512), "types as u8"),
    "a score too few": (listed("scores", list.pop), "512 pieces, 511 scores"),
    "a type too few": (listed("token_type", list.pop), "511 types"),
    "a token too few": (listed("tokens", list.pop), "511 pieces"),
    "score not a number": (listed("scores", put(300, math.nan)), "not numbers"),
    "unknown type": (listed("token_type", put(300, 9)), "outside 1 to 6"),
    "short byte token": (listed("token_type", put(300, 6)), "not written <0xNN>"),
    "no newline": (listed("tokens", put(3 + 10, b"newline")), "has no <0x0A>|not written"),
    "no newline piece at all": (
        lambda made: (
            listed("tokens", put(3 + 10, b"newline"))(made),
            listed("token_type", put(3 + 10, 1))(made),
        ),
        "has no <0x0A>",
    ),
    "a byte token missing": (
        lambda made: (
            listed("tokens", put(3 + 200, b"other"))(made),
            listed("token_type", put(3 + 200, 1))(made),
        ),
        "lacks 1 of the byte tokens",
    ),
    **{
        f"{name} outside": (key(f"tokenizer.ggml.{name}_token_id", "u32", 512), "is 512, beyond")
        for name in ("bos", "eos", "unknown", "seperator", "padding")
    },
    "eos minus one": (key("tokenizer.ggml.eos_token_id", "u32", 2**32 - 1), "beyond"),
    "eos signed": (key("tokenizer.ggml.eos_token_id", "i32", 2), "not stored as u32"),
    # tensors
    "tied embeddings": (without_tensor("output.weight"), "tied embeddings"),
    "rope_freqs": (with_tensor("rope_freqs.weight", (8,)), r"rope_freqs \(Llama 3.1"),
    "biases": (with_tensor("blk.0.attn_q.bias", (64,)), "has biases"),
    "experts": (with_tensor("blk.0.ffn_gate_exps.weight", (64, 128, 4)), "mixture of experts"),
    "extra tensor": (with_tensor("blk.0.extra.weight", (64,)), "not part of this arch"),
    "missing tensor": (without_tensor("blk.1.ffn_up.weight"), r"blk\.1\.ffn_up\.weight is missing"),
    "no tensors": (lambda made: made.tensors.clear(), "is missing"),
    "transposed": (shaped("blk.0.ffn_up.weight", 128, 64), "128 x 64 instead of 64 x 128"),
    "flat": (shaped("blk.0.attn_q.weight", 4096), "4096 instead of 64 x 64|needs F32"),
    "deep": (shaped("blk.0.attn_q.weight", 64, 64, 1), "64 x 64 x 1 instead of"),
    "half-precision norm": (
        lambda made: made.tensors.__setitem__(
            1, Stored("output_norm.weight", (64,), "F16", bytes(128))
        ),
        "ctransformers needs F32",
    ),
    "IQ2_XXS": (coded("blk.0.attn_q.weight", 16), "IQ2_XXS|multiple of 256"),
    "BF16": (bf16, "stored as BF16"),
    "I8": (coded("blk.0.attn_q.weight", 24), "stored as I8"),
    "unknown tensor type": (coded("blk.0.attn_q.weight", 99), "stored as type 99"),
    # what the reader finds
    "rows not whole blocks": (coded("blk.0.attn_q.weight", 12), "multiple of 256"),
    "repeated tensor": (with_tensor("output_norm.weight", (64,)), "output_norm.weight twice"),
    "empty dimension": (shaped("blk.0.attn_q.weight", 64, 0), "impossible shape 64 x 0"),
    "overflowing shape": (shaped("blk.0.attn_q.weight", 2**33, 2**33), "impossible shape"),
    "wrapping shape": (shaped("blk.0.attn_q.weight", 2**32, 2**32), "impossible shape"),
    "no dimensions": (shaped("blk.0.attn_q.weight"), "0 dimensions"),
    "five dimensions": (shaped("blk.0.attn_q.weight", 64, 64, 1, 1, 1), "5 dimensions"),
    "overlap": (placed("output_norm.weight", 0), "already lies"),
    "misaligned": (placed("blk.1.ffn_up.weight", 8), "not a multiple of 32"),
    "beyond the end": (placed("output_norm.weight", 1 << 40), "is cut off"),
    "offset wraps round": (placed("output_norm.weight", 2**64 - 32), "is cut off"),
    "alignment zero": (key("general.alignment", "u32", 0), "impossible general.alignment"),
    "alignment 48": (key("general.alignment", "u32", 48), "impossible general.alignment"),
    "alignment 1": (key("general.alignment", "u32", 1), "impossible general.alignment"),
    "alignment wide": (key("general.alignment", "u64", 32), "other than u32"),
    "version 4": (lambda made: setattr(made, "version", 4), "GGUF version 4"),
    "big-endian": (lambda made: setattr(made, "version", 3 << 24), "big-endian"),
}


@pytest.mark.parametrize("name", LLAMA)
def test_llama(name: str, tmp_path: Path) -> None:
    change, reason = LLAMA[name]
    made = llama_file()
    change(made)
    assert re.search(reason, objection(made.write(tmp_path / "m.gguf")))


def map_spaces(pieces: list[bytes]) -> None:
    """Write spaces and newlines as newer converters do."""
    pieces[:] = [piece.replace(b" ", "Ġ".encode()).replace(b"\n", "Ċ".encode()) for piece in pieces]


FALCON: dict[str, tuple[Change, str]] = {
    "no scores": (without("tokenizer.ggml.scores"), "came in October 2023"),
    "mapped alphabet": (
        listed("tokens", map_spaces),
        "came in October 2023",
    ),
    "no merges": (without("tokenizer.ggml.merges"), "merges of the tokenizer are missing"),
    "merges as numbers": (key("tokenizer.ggml.merges", "arr:u32", [1]), "merges of the tokenizer"),
    "no newline": (listed("tokens", put(1 + 10, b"??")), "1 common bytes are not"),
    "no types": (without("tokenizer.ggml.token_type"), "no token types"),
    "bos outside": (key("tokenizer.ggml.bos_token_id", "u32", 600), "beyond"),
    "no epsilon": (without("falcon.attention.layer_norm_epsilon"), "epsilon is missing"),
    "half a second norm": (with_tensor("blk.0.attn_norm_2.weight", (64,)), "attn_norm_2"),
    "no bias": (without_tensor("output_norm.bias"), r"output_norm\.bias is missing"),
}


@pytest.mark.parametrize("name", FALCON)
def test_falcon(name: str, tmp_path: Path) -> None:
    change, reason = FALCON[name]
    made = falcon_file()
    change(made)
    assert re.search(reason, objection(made.write(tmp_path / "m.gguf")))


def test_iq2_of_the_right_width_is_refused_by_its_name(tmp_path: Path) -> None:
    made = llama_file(embd=256, ff=256, quant="IQ2_XXS")
    assert "stored as IQ2_XXS" in objection(made.write(tmp_path / "m.gguf"))


def test_a_head_of_odd_width_is_refused(tmp_path: Path) -> None:
    made = llama_file(embd=60, heads=4, ff=64)
    assert "head size 15 is odd" in objection(made.write(tmp_path / "m.gguf"))


def test_a_repeated_key_is_refused(tmp_path: Path) -> None:
    raw = llama_file(metadata={"llama.blo_k_count": ("u32", 2)}).encode()
    path = tmp_path / "m.gguf"
    path.write_bytes(raw.replace(b"llama.blo_k_count", b"llama.block_count"))
    assert "llama.block_count twice" in objection(path)


@pytest.mark.parametrize("name", [b"general.n\xffme", b"general.n\0me"])
def test_a_key_that_is_not_a_text_is_refused(name: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(llama_file().encode().replace(b"general.name", name))
    assert "a key that is not a text" in objection(path)


def test_hints_lead_to_what_works(tmp_path: Path) -> None:
    made = llama_file()
    bf16(made)
    verdict = check(read_header(made.write(tmp_path / "a.gguf")))
    assert "Q4_K_M" in verdict.hint
    made = llama_file()
    made.tensors.remove(made["output.weight"])
    verdict = check(read_header(made.write(tmp_path / "b.gguf")))
    assert "llama.cpp engine" in verdict.hint


def test_a_falcon_in_raw_bytes_may_know_the_letter_of_the_stand_in(tmp_path: Path) -> None:
    made = falcon_file()
    made.keys["tokenizer.ggml.tokens"][1][400] = "Ġ".encode()
    assert objection(made.write(tmp_path / "m.gguf")) == ""
