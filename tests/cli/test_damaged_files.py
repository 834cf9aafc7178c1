"""Damaged copies of good models: each gives one clear line or a text, and never takes the rest."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from playground.demo import __file__ as demo_file
from tests.cli.program import QUICK, llmplay

WEIGHTS = Path(demo_file).parent / "weights"
SEED = 20260101
"""Of the random places where bytes are flipped; another seed gives other files."""

FLIPS = 12
"""Damaged copies of each model."""


def originals() -> list[Path]:
    """The smallest bundled model of each container."""
    found = [min(WEIGHTS.glob(kind), key=lambda path: path.stat().st_size) for kind in _KINDS]
    assert len(found) == 2
    return found


_KINDS = ("*.gguf", "*.bin")


def truncated(path: Path, folder: Path) -> list[Path]:
    data = path.read_bytes()
    ends = [1, 3, 4, 8, 23, 24, 100, 1000, len(data) // 50, len(data) // 2, len(data) - 100]
    copies = []
    for end in ends:
        copy = folder / f"cut-at-{end}{path.suffix}"
        copy.write_bytes(data[:end])
        copies.append(copy)
    return copies


def flipped(path: Path, folder: Path) -> list[Path]:
    data = path.read_bytes()
    rng = random.Random(SEED)
    copies = []
    for number in range(FLIPS):
        damaged = bytearray(data)
        # Half of them in the header, where a byte means most.
        limit = 4000 if number % 2 else len(data)
        for _ in range(rng.randint(1, 8)):
            damaged[rng.randrange(limit)] = rng.randrange(256)
        copy = folder / f"flipped-{number}{path.suffix}"
        copy.write_bytes(damaged)
        copies.append(copy)
    return copies


def answers(paths: list[Path]) -> list[dict[str, object]]:
    """What became of each file, all in one run."""
    named = [argument for path in paths for argument in ("-m", str(path))]
    ended = llmplay("run", *named, "-p", "Once", *QUICK, "--format", "jsonl")
    lanes = [json.loads(line) for line in ended.out.splitlines()]
    assert [lane["model"]["path"] for lane in lanes] == [str(path) for path in paths]
    failed = [lane for lane in lanes if lane["stop_reason"] == "error"]
    assert ended.code == (1 if failed else 0)
    assert len(ended.err.splitlines()) <= 2 * len(failed)
    for lane in lanes:
        if lane in failed:
            assert lane["error"], lane
            assert "\n" not in lane["error"]
            assert len(lane["error"]) < 1000
        else:
            assert lane["error"] is None
            assert lane["completion_tokens"] > 0 or lane["stop_reason"] == "eos"
    return lanes


@pytest.mark.slow
@pytest.mark.parametrize("original", originals(), ids=lambda path: path.suffix)
def test_a_cut_file_is_refused_with_its_reason(original: Path, tmp_path: Path) -> None:
    lanes = answers([*truncated(original, tmp_path), original])
    assert [lane["stop_reason"] for lane in lanes[:-1]] == ["error"] * (len(lanes) - 1)
    assert lanes[-1]["error"] is None, "the good one beside them answers"


@pytest.mark.slow
@pytest.mark.parametrize("original", originals(), ids=lambda path: path.suffix)
def test_flipped_bytes_never_take_the_neighbours(original: Path, tmp_path: Path) -> None:
    lanes = answers([*flipped(original, tmp_path), original])
    assert lanes[-1]["error"] is None


def test_a_byte_too_few_is_seen(tmp_path: Path) -> None:
    for original in originals():
        copy = tmp_path / f"short{original.suffix}"
        copy.write_bytes(original.read_bytes()[:-1])
        ended = llmplay("run", "-m", copy, "-p", "x", *QUICK)
        assert ended.code == 1, original
        assert copy.name in ended.err


def test_a_good_model_answers_beside_a_damaged_one(llama: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(llama.read_bytes()[:5000])
    ended = llmplay("run", "-m", broken, "-m", llama, "-p", "hello", *QUICK)
    assert ended.code == 1
    assert ended.err.startswith("llmplay: broken.gguf: ")
    assert len(ended.err.splitlines()) == 1
    alone = llmplay("run", "-m", llama, "-p", "hello", *QUICK)
    assert ended.out.endswith(f"== {llama.name} (F16, unknown) ==\n{alone.out}")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.gguf", b""),
        ("noise.gguf", bytes(range(256)) * 20),
        ("noise-with-magic.gguf", b"GGUF" + bytes(range(256)) * 20),
        ("text.bin", b"This is no model.\n" * 100),
        ("archive.bin", b"PK\x03\x04" + b"\0" * 1000),
    ],
)
def test_what_is_no_model_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    ended = llmplay("run", "-m", path, "-p", "x", *QUICK)
    assert (ended.code, ended.out.strip()) == (1, "")
    assert ended.err.startswith(f"llmplay: {name}: ")
    assert len(ended.err.splitlines()) == 1


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gguf")
    (tmp_path / "folder.gguf").mkdir()
    (tmp_path / "loop.gguf").symlink_to(tmp_path / "loop.gguf")
    for name, told in (("pipe.gguf", "not an ordinary file"), ("folder.gguf", "is a folder")):
        ended = llmplay("run", "-m", tmp_path / name, "-p", "x", *QUICK)
        assert ended.code == 1
        assert told in ended.err
    ended = llmplay("run", "-m", tmp_path / "loop.gguf", "-p", "x")
    assert (ended.code, ended.out) == (2, "")
    assert "There is no file" in ended.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_told(llama: Path, tmp_path: Path) -> None:
    path = tmp_path / "secret.gguf"
    path.write_bytes(llama.read_bytes())
    path.chmod(0)
    ended = llmplay("run", "-m", path, "-p", "x", *QUICK)
    assert ended.code == 1
    assert "Permission denied" in ended.err
