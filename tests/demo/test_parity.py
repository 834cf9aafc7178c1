"""The unquantised files give the trained model's greedy tokens, one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.demo import parity
from playground.demo.engine import FileModel
from playground.demo.make import WEIGHTS

FILES = {
    "demo-llama": ("demo-llama.F16.gguf", "llama", 512),
    "demo-gpt2": ("demo-gpt2.F16.bin", "gpt2", 256),
}
PROOF = parity.read(WEIGHTS / "parity.json")


@pytest.fixture(scope="module", params=FILES)
def side(request: pytest.FixtureRequest) -> tuple[FileModel, list[parity.Sequences]]:
    name, kind, context = FILES[request.param]
    return FileModel(Path(WEIGHTS / name), kind, context), PROOF[request.param]


def test_proof_is_large_enough() -> None:
    for sequences in PROOF.values():
        assert len(sequences) >= 48
        assert sum(entry.near_tie for entry in sequences) <= 2
        assert all(len(entry.completion_ids) <= parity.LIMIT for entry in sequences)


def test_prompts_get_the_same_tokens(side: tuple[FileModel, list[parity.Sequences]]) -> None:
    model, sequences = side
    for entry in sequences:
        assert model.encode(entry.prompt) == entry.prompt_ids, entry.prompt


def test_completions_agree_token_for_token(
    side: tuple[FileModel, list[parity.Sequences]],
) -> None:
    model, sequences = side
    for entry in sequences:
        if not entry.near_tie:
            made = model.greedy(entry.prompt_ids, parity.LIMIT)
            assert made == entry.completion_ids, entry.prompt


def test_comparison_counts_from_the_first_difference() -> None:
    found = parity.compare([[1, 2, 3, 4], [5]], [[1, 2, 9, 4], [5]])
    assert found == parity.Agreement(same=1, total=2, prefix=0.75)
