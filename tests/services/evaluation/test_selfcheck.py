from dataclasses import replace
from pathlib import Path

import pytest

from playground.domain.tasks import Example, Task
from playground.services.evaluation.selfcheck import doubts
from playground.services.tasks.finding import all_tasks, find_task
from playground.services.tasks.making import new_task


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """Capitals, asked with one worked example."""
    return find_task(str(new_task("mine", tmp_path)))


def test_the_shipped_tasks_leave_no_doubt() -> None:
    for shipped in all_tasks():
        assert list(doubts(shipped)) == []


def test_a_new_task_leaves_no_doubt(task: Task) -> None:
    assert list(doubts(task)) == []


def test_a_reference_that_the_filters_spoil_is_told(task: Task) -> None:
    (doubt,) = doubts(replace(task, filters=("first_word",)))
    assert doubt == (
        "example 2: by Exact match its own reference 'La Paz' is wrong: "
        "what is judged of it is 'La'."
    )


def test_a_reference_that_a_stop_cuts_is_told(task: Task) -> None:
    (doubt,) = doubts(replace(task, stop=("cre",)))
    assert doubt == "example 2: the stop string 'cre' stands in its reference."


def test_what_is_asked_twice_or_given_away_is_told(task: Task) -> None:
    again = replace(task.examples[0], id="3")
    given = Example("4", {"country": "Portugal"}, ("Lisbon",))
    told = list(doubts(replace(task, examples=(*task.examples, again, given))))
    assert told == [
        "example 3 asks the same as 1.",
        "example 4 is among the worked examples, which give its answer away.",
    ]


def test_a_reference_that_fails_its_own_tests_is_told_only_where_it_may_be_run() -> None:
    code = find_task("codegen-demo")
    broken = replace(code.examples[0], references=("\n    return 17",))
    task = replace(code, examples=(broken, code.examples[1]))
    assert list(doubts(task)) == []
    (doubt,) = doubts(task, execute=True)
    assert "is wrong: AssertionError" in doubt
