"""The measures and the schedule behind the model cards."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from playground.demo import cards, parity, scores
from playground.demo.corpus import mix
from playground.demo.plan import PLANS, TOP, Plan


@pytest.mark.parametrize(
    ("answer", "expected", "value"),
    [(" Anna.", "Anna.", 1.0), (" anna.", "Anna.", 0.0), ("Anna", "Anna.", 0.0)],
)
def test_exact_match_minds_case_and_marks(answer: str, expected: str, value: float) -> None:
    assert scores.exact(answer, expected) == value


@pytest.mark.parametrize(
    ("answer", "expected", "value"),
    [
        ("under the bed", "under the bed.", 1.0),
        ("under the chair", "under the bed", 2 / 3),
        ("a red ball", "Tom", 0.0),
        ("", "Tom", 0.0),
    ],
)
def test_overlap_counts_shared_words(answer: str, expected: str, value: float) -> None:
    assert scores.overlap(answer, expected) == pytest.approx(value)


def test_rouge_l_minds_the_order() -> None:
    assert scores.rouge_l("the cat sat", "the cat sat") == 1.0
    assert scores.rouge_l("sat cat the", "the cat sat") == pytest.approx(1 / 3)
    assert scores.rouge_l("", "the cat") == 0.0


def test_examples_are_held_out_and_unlike() -> None:
    _, held_out = mix.split(4000, mix.SECOND)
    for task, documents in scores.examples(held_out).items():
        assert documents
        assert all(document.held_out() and document.task == task for document in documents)
        assert len({document.key for document in documents}) == len(documents)
        assert all(document.prompt == document.prompt.rstrip() for document in documents)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_the_rate_rises_stays_and_falls_to_its_last_share(plan: Plan) -> None:
    rates = [plan.rate_at(step) for step in range(plan.steps + 1)]
    assert rates[0] < TOP / 10
    assert max(rates) == TOP
    assert rates[-1] < TOP / 20
    assert all(rate > 0 for rate in rates)


def test_a_card_holds_the_figures_and_the_checksum(tmp_path: Path) -> None:
    file = tmp_path / "demo-gpt2.Q8_0.bin"
    file.write_bytes(b"weights")
    measured = scores.FileReport(
        file, "Q8_0", parity.Agreement(57, 60, 0.951), (scores.Score("code", "EM", 0.875, 80),)
    )
    making = cards.Making(
        kind="gpt2",
        parameters=1_286_528,
        documents=90_000,
        tokens_seen=4_000_000,
        steps=1200,
        cpu_minutes=12.3,
        context=256,
        shape="5 layers",
    )
    text = cards.card(making, [measured])
    assert "| code | EM | 80 | 0.88 |" in text
    assert "| Q8_0 | 57 of 60 | 0.951 |" in text
    assert f"| `demo-gpt2.Q8_0.bin` | 7 | `{hashlib.sha256(b'weights').hexdigest()}` |" in text
    assert "{" not in text
