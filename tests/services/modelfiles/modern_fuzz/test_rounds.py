from __future__ import annotations

from pathlib import Path

import pytest

from playground.services.modelfiles import check, read_header
from tests.makers.modern import mapped_bytes, write_modern
from tests.processes import children
from tests.services.modelfiles.modern_fuzz.rounds import KINDS, Trials, try_often
from tests.soak.cycles import held

pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")


async def test_a_flipped_header_is_refused_runs_or_ends_in_a_clear_error(tmp_path: Path) -> None:
    before = held()
    tried = [one async for one in try_often(tmp_path, 25 * len(KINDS), 20261124)]
    assert [one for one in tried if not one.clear] == []
    outcomes = {one.outcome for one in tried}
    assert {"ran", "refused"} <= outcomes, "a rule that refuses all or nothing proves nothing"
    assert outcomes <= {"ran", "refused", "load", "request", "engine", "died"}
    assert children() == set()
    assert held().descriptors == before.descriptors


@pytest.mark.parametrize("kind", KINDS)
async def test_the_undamaged_file_runs(kind: str, tmp_path: Path) -> None:
    trials = Trials()
    try:
        assert await trials.run(KINDS[kind](tmp_path / "m.gguf")) is None
    finally:
        await trials.close()


@pytest.mark.parametrize(
    ("last", "runs"),
    [
        (["once", "twice"], True),
        (["", ""], True),
        (["same", "same"], False),
        (["a", "b\0c"], False),
    ],
)
async def test_pieces_that_are_there_twice_would_end_the_process(
    last: list[str], runs: bool, tmp_path: Path
) -> None:
    known = ["<|endoftext|>", *mapped_bytes(), "Ġb", "Ġba", "Ġbab"]
    tokens = [*known, *(f"w{number}" for number in range(510 - len(known))), *last]
    path = tmp_path / "m.gguf"
    write_modern(path, "gpt2", metadata={"tokenizer.ggml.tokens": ("arr:str", tokens)})
    verdict = check(read_header(path), "llamacpp")
    assert verdict.runs is runs
    trials = Trials()
    try:
        error = await trials.run(path)
    finally:
        await trials.close()
    assert (error is None) is runs
    if error is not None:
        assert "there twice" in verdict.reason
        assert error.kind == "died"
        assert "SIGABRT" in error.message
        assert "GGML_ASSERT" in error.message
        assert "may be damaged" in error.hint
