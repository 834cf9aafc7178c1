"""Files of every kind that runs: read, accepted, and really run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.domain.headers import ArraySummary, Verdict
from playground.services.modelfiles import ModelFileError, check, read_header
from tests.makers import (
    Gguf,
    Legacy,
    falcon_file,
    ggcc_file,
    ggjt_file,
    gpt2_file,
    gpt_neox_file,
    gptj_file,
    llama_file,
    mpt_file,
    replit_file,
    write_llama,
)
from tests.services.modelfiles.native import run_natively

Made = Gguf | Legacy

SIMPLE_TYPES = ("F32", "F16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0")
K_TYPES = ("Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K")


def made_as(make: Callable[..., Made], **options: Any) -> Callable[[], Made]:
    return lambda: make(**options)


GOOD: dict[str, Callable[[], Made]] = {
    **{f"llama-{kind}": made_as(llama_file, quant=kind) for kind in SIMPLE_TYPES},
    **{f"llama-{kind}": made_as(llama_file, quant=kind, embd=256, ff=256) for kind in K_TYPES},
    **{f"gpt2-{kind}": made_as(gpt2_file, quant=kind) for kind in SIMPLE_TYPES},
    **{f"gpt2-{kind}": made_as(gpt2_file, quant=kind, embd=256) for kind in K_TYPES},
    "llama-grouped": lambda: llama_file(heads=4, heads_kv=2),
    "llama-one-key-head": lambda: llama_file(heads=4, heads_kv=1),
    "llama-v1": lambda: llama_file(version=1),
    "llama-v2": lambda: llama_file(version=2),
    "falcon": falcon_file,
    "falcon-Q8_0": lambda: falcon_file(quant="Q8_0"),
    "starcoder": lambda: gpt2_file(starcoder=True),
    "gptj": gptj_file,
    "gptj-Q4_0": lambda: gptj_file(quant="Q4_0"),
    "gpt_neox": gpt_neox_file,
    "dolly-v2": lambda: gpt_neox_file(dolly=True),
    "mpt": mpt_file,
    "mpt-Q5_1": lambda: mpt_file(quant="Q5_1"),
    "replit": replit_file,
    "ggjt-F32": ggjt_file,
    "ggjt-Q4_0": lambda: ggjt_file(quant="Q4_0"),
    "ggjt-v1-F32": lambda: ggjt_file(version=1),
    "ggjt-v2-Q5_1": lambda: ggjt_file(version=2, quant="Q5_1"),
    "ggcc": ggcc_file,
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_accepted(name: str, tmp_path: Path) -> None:
    header = read_header(GOOD[name]().write(tmp_path / "model"))
    assert check(header) == Verdict(runs=True)
    assert header.size_bytes == (tmp_path / "model").stat().st_size


@pytest.mark.slow
def test_every_accepted_kind_runs_in_the_real_engine(tmp_path: Path) -> None:
    files = [
        (path, read_header(path).model_type)
        for path in (make().write(tmp_path / name) for name, make in GOOD.items())
    ]
    failed = {
        path.name: outcome
        for (path, _), outcome in zip(files, run_natively(files), strict=True)
        if not outcome.ran
    }
    assert failed == {}


def test_what_a_gguf_header_says(tmp_path: Path) -> None:
    header = read_header(
        write_llama(
            tmp_path / "m.gguf",
            heads_kv=2,
            quant="Q8_0",
            metadata={
                "general.file_type": ("u32", 15),
                "general.license": ("str", "apache-2.0"),
                "tokenizer.chat_template": ("str", "{{ messages }}"),
                "general.tags": ("arr:str", ["a", "b"]),
                "general.quality": ("f64", 0.5),
                "tokenizer.ggml.add_bos_token": ("bool", True),
            },
        )
    )
    assert (header.container, header.container_version) == ("gguf", 3)
    assert (header.architecture, header.model_type) == ("llama", "gguf")
    assert (header.name, header.license) == ("random llama", "apache-2.0")
    assert header.quantisation == "Q4_K_M", "general.file_type comes before the tensors' types"
    assert header.parameters == sum(tensor.elements for tensor in header.tensors) == 139_584
    assert header.context_length == 256
    assert header.vocabulary_size == header.vocabulary.size == 512
    assert (header.embedding_length, header.block_count) == (64, 2)
    assert (header.head_count, header.head_count_kv) == (4, 2)
    assert header.tokenizer == "llama"
    assert header.chat_template == "{{ messages }}"
    assert header.metadata["general.tags"] == ArraySummary("str", 2)
    assert header.metadata["general.quality"] == 0.5
    assert header.metadata["tokenizer.ggml.add_bos_token"] is True
    assert header.metadata_types["general.quality"] == "f64"
    first = header.tensors[0]
    assert (first.name, first.shape, first.type) == ("token_embd.weight", (64, 512), "Q8_0")
    assert first.bytes == 64 * 512 // 32 * 34
    last = header.tensors[-1]
    assert last.offset + last.bytes == header.size_bytes


def test_what_is_not_said_is_none(tmp_path: Path) -> None:
    made = llama_file(quant="Q4_0")
    for key in ("general.name", "llama.attention.head_count_kv", "llama.context_length"):
        del made.keys[key]
    header = read_header(made.write(tmp_path / "m.gguf"))
    assert (header.name, header.license, header.chat_template) == (None, None, None)
    assert header.context_length is None
    assert header.head_count_kv == 4, "without its key it is the number of heads"
    assert header.quantisation == "Q4_0", "without general.file_type the tensors decide"


def test_an_architecture_of_another_engine_is_read_all_the_same(tmp_path: Path) -> None:
    made = llama_file()
    made.keys = {
        key.replace("llama.", "qwen2."): value
        for key, value in made.keys.items()
        if key != "general.architecture"
    }
    made.keys["general.architecture"] = ("str", "qwen2")
    header = read_header(made.write(tmp_path / "m.gguf"))
    assert (header.architecture, header.block_count) == ("qwen2", 2)
    assert not check(header).runs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gpt2-Q8_0", ("ggml", "gpt2", "Q8_0", 256)),
        ("starcoder", ("ggml", "starcoder", "F16", 256)),
        ("gptj", ("ggml", "gptj", "F16", 256)),
        ("gpt_neox", ("ggml", "gpt_neox", "F16", 256)),
        ("dolly-v2", ("ggml", "dolly-v2", "F16", 256)),
        ("mpt", ("ggml", "mpt", "F16", 256)),
        ("replit", ("ggml", "replit", "F16", 256)),
        ("ggjt-Q4_0", ("ggjt", "llama", "Q4_0", None)),
        ("ggcc", ("ggcc", "falcon", "F16", None)),
    ],
)
def test_what_a_legacy_header_says(
    name: str, expected: tuple[str, str, str, int | None], tmp_path: Path
) -> None:
    header = read_header(GOOD[name]().write(tmp_path / "m.bin"))
    said = (header.container, header.model_type, header.quantisation, header.context_length)
    assert said == expected
    assert header.architecture == header.model_type
    assert (header.vocabulary_size, header.embedding_length) == (512, 64)
    assert (header.block_count, header.head_count) == (2, 4)
    last = header.tensors[-1]
    assert last.offset + last.bytes == header.size_bytes


def test_gpt2_may_hold_its_own_output_matrix(tmp_path: Path) -> None:
    made = gpt2_file()
    own: Any = type(made["model/wte"])("model/lm_head", (64, 512), "F16", made["model/wte"].data)
    made.tensors.append(own)
    assert check(read_header(made.write(tmp_path / "m.bin"))).runs


def test_a_sparse_file_of_ten_gigabytes_is_read_by_its_header_alone(tmp_path: Path) -> None:
    made = llama_file(vocab=400, embd=4096, heads=32, heads_kv=32, ff=4096, layers=1, quant="I8")
    made.tensors = [made.tensors[0]]
    made.tensors[0].shape = (4096, 1 << 20)
    made.tensors[0].data = b""
    made.codes["token_embd.weight"] = 1
    path = made.write(tmp_path / "m.gguf")
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + 4096 * 2 * (1 << 20))
    header = read_header(path)
    assert header.tensors[0].bytes == 8 << 30
    assert header.parameters == 4 << 30


def test_repeated_pieces_are_counted_and_harmless(tmp_path: Path) -> None:
    made = llama_file()
    pieces = made.keys["tokenizer.ggml.tokens"][1]
    pieces[-1] = pieces[-2]
    path = made.write(tmp_path / "m.gguf")
    header = read_header(path)
    assert header.vocabulary.duplicates == 1
    assert check(header).runs
    assert run_natively([(path, "gguf")])[0].ran


def test_an_unknown_engine_has_no_rules(tmp_path: Path) -> None:
    header = read_header(write_llama(tmp_path / "m.gguf"))
    with pytest.raises(ModelFileError, match="no rules for an engine named steam"):
        check(header, "steam")
