"""Pre-GGUF files that would end ctransformers, or load silently and talk nonsense, are refused."""

import math
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.makers import (
    Legacy,
    ggcc_file,
    ggjt_file,
    gpt2_file,
    gpt_neox_file,
    gptj_file,
    mpt_file,
    replit_file,
)
from tests.makers.weights import Stored
from tests.services.modelfiles.judging import objection

Change = Callable[[Legacy], object]


def field(name: str, value: float) -> Change:
    return lambda made: made.fields.update({name: value})


def shaped(name: str, *shape: int) -> Change:
    return lambda made: setattr(made[name], "shape", shape)


def replaced(name: str, kind: str, size: int) -> Change:
    """Store the tensor as another type, with `size` bytes of data."""

    def change(made: Legacy) -> None:
        made[name].data, made[name].type = bytes(size), kind

    return change


def dropped(name: str) -> Change:
    return lambda made: made.tensors.remove(made[name])


def added(name: str, *shape: int) -> Change:
    size = 4 * math.prod(shape)
    return lambda made: made.tensors.append(Stored(name, shape, "F32", bytes(size)))


def piece(position: int, text: bytes) -> Change:
    return lambda made: made.pieces.__setitem__(position, text)


CASES: dict[str, tuple[Callable[[], Legacy], Change, str]] = {
    "gpt2 other vocabulary size": (gpt2_file, field("n_vocab", 511), "legacy ggml file of a kind"),
    "gpt2 no heads": (gpt2_file, field("n_head", 0), "legacy ggml file of a kind"),
    "gpt2 negative blocks": (gpt2_file, field("n_layer", -1), "legacy ggml file of a kind"),
    "gpt2 unknown ftype": (gpt2_file, field("ftype", 5), "legacy ggml file of a kind"),
    "gpt2 uneven heads": (gpt2_file, field("n_head", 3), "do not divide"),
    "gpt2 other context": (gpt2_file, field("n_ctx", 512), "model/wpe has the shape 64 x 256"),
    "gpt2 too many blocks": (gpt2_file, field("n_layer", 81), "up to 80 blocks"),
    "gpt2 one block too many": (gpt2_file, field("n_layer", 3), r"model/h2\S+ is missing"),
    "gpt2 one block too few": (gpt2_file, field("n_layer", 1), "not part of this architecture"),
    "gpt2 other ftype": (gpt2_file, field("ftype", 0), "stored as F16 where F32 is reserved"),
    "gpt2 half bias": (gpt2_file, replaced("model/ln_f/b", "F16", 128), "needs F32"),
    "gpt2 mixed types": (
        gpt2_file,
        replaced("model/h0/mlp/c_fc/w", "Q8_0", 64 * 256 // 32 * 34),
        "stored as Q8_0 where F16",
    ),
    "gpt2 missing": (gpt2_file, dropped("model/h1/ln_2/b"), r"h1/ln_2/b is missing"),
    "gpt2 extra": (gpt2_file, added("model/h0/extra", 64), "not part of this architecture"),
    "gpt2 twice": (gpt2_file, added("model/ln_f/g", 64), "model/ln_f/g twice"),
    "gpt2 transposed": (gpt2_file, shaped("model/wte", 512, 64), "512 x 64 instead of 64 x 512"),
    "gpt2 three dimensions": (gpt2_file, shaped("model/wte", 64, 512, 1), "something else where"),
    "gpt2 negative shape": (gpt2_file, shaped("model/wte", -64, -512), "impossible shape"),
    "gpt2 unknown type": (
        gpt2_file,
        lambda made: made.codes.update({"model/wpe": 16}),
        "something else where a tensor should begin",
    ),
    "gptj no rotation": (gptj_file, field("n_rot", 0), "n_rot is 0"),
    "gptj odd rotation": (gptj_file, field("n_rot", 5), "n_rot is 5"),
    "gptj wide rotation": (gptj_file, field("n_rot", 18), "n_rot is 18"),
    "gptj endless context": (gptj_file, field("n_ctx", 2**31 - 1), "context length of"),
    "neox no rotation": (gpt_neox_file, field("n_rot", 0), "n_rot is 0"),
    "neox odd residual": (gpt_neox_file, field("par_res", 2), "legacy ggml file of a kind"),
    "mpt alibi not a number": (mpt_file, field("alibi_bias_max", math.nan), "alibi_bias_max is"),
    "mpt clip infinite": (mpt_file, field("clip_qkv", math.inf), "clip_qkv is inf"),
    "mpt raw bytes": (mpt_file, piece(300, b"\xff\xfe"), "1 pieces .* are not UTF-8"),
    "mpt transposed": (mpt_file, shaped("transformer.wte.weight", 512, 64), "512 x 64 instead"),
    "replit missing": (replit_file, dropped("transformer.norm_f.weight"), "norm_f.weight is miss"),
    "ggjt version 4": (ggjt_file, field("version", 4), "GGJT version 4"),
    "ggjt v1 quantised": (lambda: ggjt_file(version=1, quant="Q4_0"), lambda made: 0, "May 2023"),
    "ggjt v2 Q8_0": (lambda: ggjt_file(version=2, quant="Q8_0"), lambda made: 0, "May 2023"),
    "ggjt v1 in disguise": (
        lambda: ggjt_file(version=1, quant="Q5_0"),
        field("ftype", 0),
        "May 2023",
    ),
    "ggjt no multiple": (ggjt_file, field("n_mult", 0), "impossible sizes"),
    "ggjt other multiple": (ggjt_file, field("n_mult", 256), "instead of 64 x 256"),
    "ggjt no heads": (ggjt_file, field("n_head", 0), "impossible sizes"),
    "ggjt rotation": (ggjt_file, field("n_rot", 8), "instead of the head size 16"),
    "ggjt rare byte missing": (ggjt_file, piece(3 + 0xE4, b"??"), "1 bytes are not in the vocab"),
    "ggjt half norm": (ggjt_file, replaced("norm.weight", "F16", 128), "needs F32"),
    "ggcc version 1": (ggcc_file, field("version", 1), "GGCC version 1"),
    "ggcc other size": (ggcc_file, field("falcon_type", 8), "Falcon type 8 do not go together"),
    "ggcc wrong size": (ggcc_file, field("falcon_type", 40), r"ln_\S+ is missing"),
    "ggcc no key heads": (ggcc_file, field("n_head_kv", 0), "impossible sizes"),
    "ggcc no letters": (ggcc_file, piece(1 + ord("a"), b"??"), "1 bytes are not in the vocab"),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused(name: str, tmp_path: Path) -> None:
    make, change, reason = CASES[name]
    made = make()
    change(made)
    assert re.search(reason, objection(made.write(tmp_path / "m.bin")))


def test_a_context_beyond_32_bits_is_refused(tmp_path: Path) -> None:
    made = gptj_file(layers=32)
    made.fields["n_ctx"] = 1 << 20
    assert "larger than the legacy loader can count" in objection(made.write(tmp_path / "m.bin"))


def test_old_blocks_are_recognised(tmp_path: Path) -> None:
    made = gpt2_file(quant="Q4_0")
    for tensor in made.tensors:
        if tensor.type == "Q4_0":
            tensor.data = bytes(len(tensor.data) // 18 * 20)
    assert "quantised to Q4_0 before May 2023" in objection(made.write(tmp_path / "m.bin"))


def test_the_engine_takes_the_shapes_of_the_largest_llama_from_the_path(tmp_path: Path) -> None:
    made = ggjt_file()
    assert "70b in its path" in objection(made.write(tmp_path / "llama-70b.bin"))
    assert objection(made.write(tmp_path / "llama-170b.bin")) == ""


def test_an_unversioned_llama_is_named(tmp_path: Path) -> None:
    modern = ggjt_file()
    fields = {key: value for key, value in modern.fields.items() if key != "version"}
    old = Legacy(b"lmgg", fields, modern.pieces, modern.tensors)
    assert "very old LLaMA file" in objection(old.write(tmp_path / "m.bin"))


def test_an_unknown_ggml_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.bin"
    path.write_bytes(b"lmgg" + struct.pack("<8i", 51865, 1500, 384, 6, 4, 448, 384, 6) * 40)
    assert "legacy ggml file of a kind that is not known" in objection(path)
