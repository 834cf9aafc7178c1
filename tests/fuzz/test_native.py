"""Flipped bits in headers: each file is refused, or it runs in the real engine."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from playground.services.modelfiles import read_header
from playground.services.modelfiles.preflight import gguf, legacy
from tests.fuzz.kinds.models import header_places
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
from tests.services.modelfiles.native import run_natively

SEED = 20231123
KINDS: dict[str, tuple[Callable[[], Gguf | Legacy], int]] = {
    "llama": (lambda: llama_file(vocab=360, embd=32, heads=2, heads_kv=1, ff=32), 300),
    "gpt2": (lambda: gpt2_file(vocab=300, embd=32, heads=2), 300),
    "falcon": (lambda: falcon_file(vocab=300, embd=32, heads=2), 40),
    "gptj": (gptj_file, 40),
    "gpt_neox": (gpt_neox_file, 40),
    "mpt": (mpt_file, 40),
    "replit": (replit_file, 40),
    "ggjt": (ggjt_file, 40),
    "ggcc": (ggcc_file, 40),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_a_flipped_header_is_refused_or_runs(name: str, tmp_path: Path) -> None:
    make, rounds = KINDS[name]
    whole = make().write(tmp_path / "whole")
    raw, places = whole.read_bytes(), header_places(whole)
    rng = random.Random(f"{SEED} {name}")
    accepted: list[tuple[Path, str]] = []
    flips: dict[Path, list[tuple[int, int]]] = {}
    for index in range(rounds):
        changed = bytearray(raw)
        path = tmp_path / str(index)
        flips[path] = []
        for _ in range(rng.choice([1, 1, 1, 2, 4])):
            place, mask = (
                rng.choice(places),
                rng.choice([1 << rng.randrange(8), rng.randrange(256)]),
            )
            changed[place] ^= mask
            flips[path].append((place, mask))
        path.write_bytes(changed)
        if objection(path):
            path.unlink()
        else:
            accepted.append((path, read_header(path).model_type))
    assert 0 < len(accepted) < rounds, "a rule that refuses all or nothing proves nothing"
    outcomes = run_natively(accepted)
    failed = {
        path.name: (flips[path], outcome)
        for (path, _), outcome in zip(accepted, outcomes, strict=True)
        if not outcome.ran
    }
    assert failed == {}


@pytest.mark.slow
def test_models_run_up_to_the_limit_of_blocks(tmp_path: Path) -> None:
    deep, old = gguf.MAX_BLOCKS, legacy.MAX_BLOCKS["ggml"]
    made: list[Gguf | Legacy] = [
        llama_file(embd=32, heads=2, heads_kv=2, ff=32, layers=deep),
        falcon_file(embd=32, heads=2, layers=deep),
        gpt2_file(embd=32, heads=2, layers=old),
        gpt2_file(embd=32, heads=2, layers=old, starcoder=True),
        gptj_file(layers=old),
        gpt_neox_file(layers=old),
        gpt_neox_file(layers=old, dolly=True),
        mpt_file(layers=old),
        replit_file(layers=old),
        ggjt_file(layers=legacy.MAX_BLOCKS["ggjt"]),
        ggcc_file(layers=legacy.MAX_BLOCKS["ggcc"]),
    ]
    paths = [file.write(tmp_path / str(index)) for index, file in enumerate(made)]
    assert [objection(path) for path in paths] == [""] * len(paths)
    outcomes = run_natively((path, read_header(path).model_type) for path in paths)
    assert [outcome.ran for outcome in outcomes] == [True] * len(paths)
