"""The summaries are short and say nothing that their texts do not."""

import re

import pytest

from playground.domain.tasks import Example
from playground.services.evaluation.scoring import judge
from playground.services.tasks.finding import find_task

TASK = find_task("summarisation")
SMALL_WORDS = frozenset("that with have from they them than then though since while which".split())  # noqa: SIM905


def words(text: str) -> list[str]:
    return re.findall(r"[a-zà-ÿ]+", text.lower())


@pytest.fixture(params=[example.id for example in TASK.examples])
def example(request: pytest.FixtureRequest) -> Example:
    return TASK.example(request.param)


def test_names_and_numbers_of_a_summary_stand_in_its_text(example: Example) -> None:
    text, summary = example.values["text"], example.references[0]
    for name in re.findall(r"(?<!^)\b[A-Z]\w+|\d[\d,.]*\b", summary):
        assert re.search(rf"\b{re.escape(name)}", text), name


def test_a_summary_speaks_of_what_its_text_speaks_of(example: Example) -> None:
    stems = {word[:4] for word in words(example.values["text"])}
    meant = [one for one in words(example.references[0]) if len(one) > 3 and one not in SMALL_WORDS]
    assert sum(word[:4] in stems for word in meant) >= 0.6 * len(meant)


def test_a_summary_is_one_sentence_and_much_shorter(example: Example) -> None:
    summary = example.references[0]
    assert summary.endswith(".")
    assert not re.search(r"[.!?]\s", summary)
    assert len(summary.split()) <= 0.5 * len(example.values["text"].split())


def test_harder_texts_are_longer() -> None:
    means = []
    for level in (1, 2, 3):
        lengths = [
            len(one.values["text"].split()) for one in TASK.examples if one.difficulty == level
        ]
        means.append(sum(lengths) / len(lengths))
    assert means == sorted(means)


@pytest.mark.parametrize(
    "wrapped",
    [
        "Sure! Here is a one-sentence summary of the text:\n\n{}",
        "**Summary:** {}\n\nNote: I left out the date.",
        "Here's a short summary:\n\n“{}”",
        "<think>What matters?</think>\nSummary: {}",
    ],
)
def test_what_stands_around_a_summary_does_not_count(wrapped: str) -> None:
    for one in TASK.examples:
        judged = judge(TASK, one, wrapped.format(one.references[0]), execute=False)
        assert judged.scores["rougeL"] == 1, judged.answer


def test_copying_the_text_is_no_good_summary() -> None:
    scores = [
        judge(TASK, one, one.values["text"], execute=False).scores["rougeL"]
        for one in TASK.examples
    ]
    assert sum(scores) / len(scores) < 0.45
