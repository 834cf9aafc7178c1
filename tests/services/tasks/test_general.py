"""What holds of every task for general models: graded, varied, right, and answerable."""

import re
from collections import Counter

import pytest

from playground.domain.metrics.answers import normalised
from playground.domain.tasks import Task
from playground.services.evaluation.scoring import judge
from playground.services.tasks.finding import all_tasks

TASKS = {task.name: task for task in all_tasks() if not task.name.endswith("-demo")}
ASKED = {
    "arithmetic": ("question",),
    "classification": ("text",),
    "instruction-following": ("instruction",),
    "code-generation": ("task",),
    "question-answering": ("passage", "question"),
    "summarisation": ("text",),
}
"""The variables in which examples differ; the others set the form."""
CONTEXT = 2048
"""Tokens of the shortest context of the models meant; a token has three characters or more."""


@pytest.fixture(params=TASKS)
def task(request: pytest.FixtureRequest) -> Task:
    return TASKS[request.param]


def test_all_six_are_there() -> None:
    assert TASKS.keys() == ASKED.keys()


def test_each_level_has_its_share(task: Task) -> None:
    levels = Counter(example.difficulty for example in task.examples)
    assert levels.keys() == {1, 2, 3}
    assert min(levels.values()) * 4 >= len(task.examples)


def test_nothing_is_asked_twice_not_even_in_the_worked_examples(task: Task) -> None:
    sources = [one.values for one in task.examples] + list(task.shots)
    asked = [normalised(" ".join(one[name] for name in ASKED[task.name])) for one in sources]
    assert len(set(asked)) == len(asked)


def test_the_prompt_fits_and_ends_where_the_answer_begins(task: Task) -> None:
    assert len(task.shots) >= 2
    room = int(task.generation["max_new_tokens"])
    for example in task.examples:
        prompt = task.asked(example)
        assert "{{" not in prompt
        assert prompt == prompt.rstrip()
        assert len(prompt) / 3 + room <= CONTEXT
        assert not re.search(r"[ \t]$|\t|\r", prompt, re.MULTILINE)


def test_the_model_is_stopped_before_it_asks_itself_the_next_question(task: Task) -> None:
    heads = {line.partition(":")[0] for line in task.shot.split("\n") if ":" in line}
    assert any(stop.strip().rstrip(":") in heads for stop in task.stop)
    assert all(stop.startswith("\n") and stop.strip() for stop in task.stop)
    for example in task.examples:
        for answer in example.references:
            assert not any(stop in f"\n{answer}" for stop in task.stop), example.id


@pytest.mark.parametrize("wrapped", ["{}", " {}", "\n\n{}\n", "Answer: {}", "**{}**", '"{}"'])
def test_every_reference_gets_full_marks_however_it_is_put(task: Task, wrapped: str) -> None:
    metric = task.metrics[0].name
    if metric == "passed":
        return  # run in the jail by a test of its own
    for example in task.examples:
        for reference in example.references:
            judged = judge(task, example, wrapped.format(reference), execute=False)
            assert judged.scores[metric] == 1, f"{example.id}: {judged.answer!r}"


def test_answers_to_questions_stand_in_their_passages() -> None:
    task = TASKS["question-answering"]
    for example in task.examples:
        for reference in example.references:
            assert reference in example.values["passage"], example.id
    for shot in task.shots:
        assert shot["answer"] in shot["passage"]


def test_labels_are_balanced_and_those_that_are_offered() -> None:
    task = TASKS["classification"]
    for kind in ("topic", "intent", "sentiment"):
        of_kind = [one for one in task.examples if one.values["kind"] == kind]
        counts = Counter(one.references for one in of_kind)
        assert len(set(counts.values())) == 1, counts
        for example in of_kind:
            assert example.values["labels"] == ", ".join(example.choices)
            assert {(one,) for one in example.choices} == counts.keys()
    for shot in task.shots:
        assert shot["answer"] in shot["labels"].split(", ")


@pytest.mark.parametrize(
    "wrapped",
    ["{}", "{}.", "The {kind} is: {}", "The {kind} is **{}**, because of its words.", "Label: {}"],
)
def test_a_label_counts_however_it_is_put_and_no_other_does(wrapped: str) -> None:
    task = TASKS["classification"]
    for example in task.examples:
        for choice in example.choices:
            said = wrapped.format(choice.capitalize(), kind=example.values["kind"])
            score = judge(task, example, said, execute=False).scores["accuracy"]
            assert score == float(choice in example.references), said
