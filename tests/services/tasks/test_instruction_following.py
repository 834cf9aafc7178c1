"""Every instruction can be kept, which one reply shows, and is not kept by what says nothing."""

import json
from collections import Counter
from pathlib import Path

import pytest

from playground.domain.metrics.constraints import CONSTRAINTS
from playground.services.evaluation.scoring import judge
from playground.services.tasks.finding import find_task

TASK = find_task("instruction-following")
KEPT = json.loads(
    (Path(__file__).parent / "working" / "kept_instructions.json").read_text(encoding="utf-8")
)


def scores(id_: str, output: str) -> dict[str, float]:
    return judge(TASK, TASK.example(id_), output, execute=False).scores


@pytest.mark.parametrize("wrapped", ["{}", " {}\n", "Reply: {}", "<think>Hm.</think>\n\n{}"])
def test_one_reply_keeps_each_instruction(wrapped: str) -> None:
    assert KEPT.keys() == {example.id for example in TASK.examples}
    for id_, reply in KEPT.items():
        judged = judge(TASK, TASK.example(id_), wrapped.format(reply), execute=False)
        assert judged.remark == "", f"{id_}: {judged.remark}"
        assert judged.scores == {"all_constraints": 1.0, "constraints": 1.0}


@pytest.mark.parametrize(
    "reply", ["", "Sure, I can help you with that.", "I am sorry, but I cannot do that."]
)
def test_no_instruction_is_kept_by_saying_nothing(reply: str) -> None:
    for example in TASK.examples:
        assert scores(example.id, reply)["all_constraints"] == 0, example.id


def test_a_reply_to_another_instruction_seldom_keeps_one() -> None:
    kept = [
        (id_, other)
        for id_ in KEPT
        for other, reply in KEPT.items()
        if id_ != other and scores(id_, reply)["all_constraints"]
    ]
    assert len(kept) <= len(KEPT) * len(KEPT) * 0.02, kept


def test_json_counts_in_a_fence_and_in_prose_unless_nothing_may_be_around_it() -> None:
    about_json = 0
    for example in TASK.examples:
        kinds = {one.kind for one in example.constraints}
        if not any(kind.startswith("json") for kind in kinds):
            continue
        about_json += 1
        for around in ("```json\n{}\n```", "Here you are:\n{}\nAnything else?"):
            found = scores(example.id, around.format(KEPT[example.id]))
            expected = 0.0 if "bare_json" in kinds else 1.0
            assert found["all_constraints"] == expected, example.id
    assert about_json >= 5


def test_every_kind_of_constraint_is_asked_for() -> None:
    used = Counter(one.kind for example in TASK.examples for one in example.constraints)
    assert used.keys() == set(CONSTRAINTS)


def test_harder_instructions_ask_for_more() -> None:
    means = []
    for level in (1, 2, 3):
        counts = [len(one.constraints) for one in TASK.examples if one.difficulty == level]
        means.append(sum(counts) / len(counts))
    assert means == sorted(means)
    assert means[2] > means[0] + 1


def test_a_pattern_is_told_in_words() -> None:
    for example in TASK.examples:
        for one in example.constraints:
            assert bool(one.says) == (one.kind == "matches"), example.id
    judged = judge(TASK, TASK.example("17"), "A lost cat.", execute=False)
    assert judged.remark == "not held: includes reward, ends with 0123"
    judged = judge(TASK, TASK.example("19"), "{}", execute=False)
    assert judged.remark == "not held: json_keys title, year, the year has four digits"
