"""Files that are cut off, mistaken for models, or written to exhaust memory."""

import os
import random
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.services.modelfiles import ModelFileError, read_header
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
)
from tests.services.modelfiles.judging import objection

SEED = 20230910
SMALL: dict[str, Callable[[], Gguf | Legacy]] = {
    "llama": lambda: llama_file(vocab=360, embd=32, heads=2, heads_kv=2, layers=1, ff=32),
    "llama-v1": lambda: llama_file(embd=32, heads=2, heads_kv=2, layers=1, ff=32, version=1),
    "falcon": lambda: falcon_file(vocab=300, embd=32, heads=2, layers=1),
    "gpt2": lambda: gpt2_file(vocab=300, embd=32, heads=2, layers=1),
    "gpt2-Q4_0": lambda: gpt2_file(vocab=300, embd=32, heads=2, layers=1, quant="Q4_0"),
    "gptj": gptj_file,
    "gpt_neox": gpt_neox_file,
    "mpt": mpt_file,
    "replit": replit_file,
    "ggjt": ggjt_file,
    "ggcc": ggcc_file,
}


def boundaries(path: Path) -> set[int]:
    """Where the tensors of a file begin and end."""
    return {
        place
        for tensor in read_header(path).tensors
        for place in (tensor.offset, tensor.offset + tensor.bytes)
    }


@pytest.mark.parametrize("name", SMALL)
def test_a_file_cut_off_anywhere_is_refused(name: str, tmp_path: Path) -> None:
    path = SMALL[name]().write(tmp_path / "m")
    size = path.stat().st_size
    header_end = min(tensor.offset for tensor in read_header(path).tensors)
    rng = random.Random(SEED)
    places = {place + step for place in boundaries(path) for step in (-1, 0, 1)}
    places |= set(rng.sample(range(header_end), 150)) | set(range(120))
    places |= {rng.randrange(size) for _ in range(50)} | {size - 1}
    for place in sorted((place for place in places if 0 <= place < size), reverse=True):
        os.truncate(path, place)
        assert objection(path), f"accepted with {place} of {size} bytes"


def test_every_boundary_of_a_gguf_header_is_refused(tmp_path: Path) -> None:
    made = llama_file(vocab=355, embd=32, heads=2, heads_kv=2, layers=1, ff=32)
    path = made.write(tmp_path / "m.gguf")
    end = read_header(path).tensors[0].offset
    raw = path.read_bytes()
    kilobyte = raw.index(b"tokenizer.ggml.tokens")
    for place in (*range(kilobyte), *range(kilobyte, end, 41), *range(end - 200, end)):
        path.write_bytes(raw[:place])
        assert objection(path), f"accepted with {place} of {end} header bytes"


def test_the_missing_bytes_are_counted(tmp_path: Path) -> None:
    path = llama_file().write(tmp_path / "m.gguf")
    size = path.stat().st_size
    os.truncate(path, size - 1)
    assert f"is cut off: 1 of {size} bytes are missing" in objection(path)
    os.truncate(path, size - 1000)
    assert f"is cut off: 1000 of {size} bytes are missing" in objection(path)


def test_a_legacy_file_cut_off_between_two_tensors_misses_a_tensor(tmp_path: Path) -> None:
    path = gpt2_file().write(tmp_path / "m.bin")
    last = read_header(path).tensors[-1]
    os.truncate(path, last.offset - len(last.name) - 4 * (3 + len(last.shape)))
    assert f"{last.name} is missing" in objection(path)


def test_a_legacy_file_with_something_after_its_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.bin"
    path.write_bytes(gpt2_file().encode() + b"<html>not found</html>")
    assert "something else where a tensor should begin" in objection(path)


LOOKALIKES = {
    "safetensors": (struct.pack("<Q", 60) + b'{"weight":{"dtype":"F16"' + b" " * 99, "safetensors"),
    "zip": (b"PK\x03\x04" + bytes(99), "PyTorch checkpoint"),
    "pickle": (b"\x80\x02}q\x00" + bytes(99), "PyTorch checkpoint"),
    "gzip": (b"\x1f\x8b\x08" + bytes(range(99)), "compressed archive"),
    "html": (b"\n <!DOCTYPE html><html><title>404</title>", "web page"),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a", "Git LFS pointer"),
    "json": (b'{"error": "gated"}', "JSON"),
    "text": ("Repository not found – sorry".encode(), "plain text"),
    "hdf5": (b"\x89HDF\r\n\x1a\n" + bytes(99), "HDF5"),
    "zeros": (bytes(4096), "only zeros"),
    "ggmf": (b"fmgg\x01\0\0\0" + bytes(99), "very old LLaMA"),
    "ggla": (b"algg\x01\0\0\0" + bytes(99), "very old LLaMA"),
    "reversed": (b"FUGG" + bytes(99), "reverse order"),
    "random": (bytes(range(200, 256)), "begins with the bytes c8 c9 ca cb"),
    "one byte": (b"\xc8", "begins with the bytes c8"),
    "magic alone": (b"GGUF", "is cut off"),
    "magic cut": (b"GGU", "plain text"),
    "ggml magic alone": (b"lmgg", "is cut off"),
    "empty": (b"", "is empty"),
}


@pytest.mark.parametrize("name", LOOKALIKES)
def test_what_it_is_instead_is_said(name: str, tmp_path: Path) -> None:
    raw, reason = LOOKALIKES[name]
    path = tmp_path / "m.gguf"
    path.write_bytes(raw)
    assert reason in objection(path)


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    assert "There is no file" in objection(tmp_path / "absent.gguf")
    assert "is a folder" in objection(tmp_path)
    assert "not an ordinary file" in objection(Path("/dev/null"))
    inside = tmp_path / "file"
    inside.write_bytes(b"x")
    assert "cannot be read" in objection(inside / "below.gguf")
    with pytest.raises(ModelFileError, match="is not a path"):
        read_header(Path("a\0b"))


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = llama_file().write(tmp_path / "m.gguf")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refused)  # permissions do not bind the superuser
        assert "permission denied" in objection(path)


def gguf_start(tensors: int, keys: int, rest: bytes = b"") -> bytes:
    return b"GGUF" + struct.pack("<IQQ", 3, tensors, keys) + rest


def text(raw: bytes) -> bytes:
    return struct.pack("<Q", len(raw)) + raw


HOSTILE = {
    "tensors": (gguf_start(1 << 60, 1), "claims to hold"),
    "keys": (gguf_start(1, 1 << 60), "claims to hold"),
    "many tensors": (gguf_start(60_000, 1), "is cut off"),
    "many keys": (gguf_start(1, 16_000), "is cut off"),
    "long key": (gguf_start(1, 1, struct.pack("<Q", 1 << 62) + b"x"), "is cut off"),
    "long text": (
        gguf_start(1, 1, text(b"a") + struct.pack("<IQ", 8, 1 << 30)),
        "is cut off",
    ),
    "long list": (
        gguf_start(1, 1, text(b"a") + struct.pack("<IIQ", 9, 4, 1 << 61)),
        "is cut off",
    ),
    "long list of texts": (
        gguf_start(1, 1, text(b"tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 1 << 40)),
        "is cut off",
    ),
    "lists of lists": (
        gguf_start(1, 1, text(b"a") + struct.pack("<IIQ", 9, 9, 2) * 50),
        "nests lists",
    ),
    "type of a key": (gguf_start(1, 1, text(b"a") + struct.pack("<I", 13)), "unknown type 13"),
    "type of elements": (
        gguf_start(1, 1, text(b"a") + struct.pack("<IIQ", 9, 99, 1)),
        "unknown type 99",
    ),
    "truth of two": (gguf_start(1, 1, text(b"a") + struct.pack("<IB", 7, 2)), "must be yes or no"),
    "vocabulary": (b"lmgg" + struct.pack("<7i", 1 << 16, 8, 64, 4, 2, 1, 1 << 16), "is cut off"),
    "piece": (b"lmgg" + struct.pack("<8i", 9, 8, 64, 4, 2, 1, 9, 1 << 30), "is cut off"),
    "ggjt vocabulary": (b"tjgg" + struct.pack("<8i", 3, 1 << 16, 64, 32, 4, 2, 16, 0), "cut off"),
    "ggcc merges": (
        b"ccgg" + struct.pack("<9iIfI", 10, 1, 64, 4, 1, 2, 7, 0, 1, 0, 0, 1 << 30),
        "claims to hold",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("large", [False, True])
def test_hostile_sizes_are_refused_in_little_memory(name: str, large: bool, tmp_path: Path) -> None:
    raw, reason = HOSTILE[name]
    path = tmp_path / "m"
    path.write_bytes(raw + bytes(64))
    if large:
        os.truncate(path, 20 << 30)  # sparse: sizes fit the file and must be refused all the same
    tracemalloc.start()
    try:
        message = objection(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert message
    if not large:
        assert reason in message
    assert peak < 64 << 20


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"GGUF\x03\0\0\0", b"lmgg", b"tjgg\x03\0\0\0", b""])
)
def test_random_bytes_are_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, magic: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "random"
    path.write_bytes(magic + raw)
    assert objection(path)
