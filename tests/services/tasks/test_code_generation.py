"""The unit tests of the code task tell right from wrong, in the jail in which models' code runs."""

import json
from pathlib import Path

import pytest

from playground.services.evaluation.scoring import judge
from playground.services.tasks.finding import find_task
from tests.services.tasks.batches import all_fail, all_pass

TASK = find_task("code-generation")
WRONG = json.loads(
    (Path(__file__).parent / "working" / "wrong_programs.json").read_text(encoding="utf-8")
)
ANSWERS = (
    "{}",
    "```python\n{}\n```",
    "Sure! Here is the function:\n\n```python\n{}\n```\n\nIt works for all inputs.",
    "```python\n{}\n\n\nprint('an example of use')\n```",
    "<think>def no(): pass</think>\n\n```\n{}",
    "\n{}\n\nThis function does what was asked.",
)


def passed(id_: str, output: str) -> tuple[float, str]:
    judged = judge(TASK, TASK.example(id_), output, execute=True)
    return judged.scores["passed"], judged.remark


def test_every_wrong_program_fails_its_tests_and_every_right_one_passes() -> None:
    assert WRONG.keys() == {example.id for example in TASK.examples}
    all_fail({one.id: f"{WRONG[one.id]}\n{one.tests}" for one in TASK.examples})
    all_pass({one.id: f"{one.references[0]}\n{one.tests}" for one in TASK.examples})


@pytest.mark.parametrize("wrapped", ANSWERS)
def test_a_program_is_judged_however_it_is_put(wrapped: str) -> None:
    for id_ in ("06", "29"):
        assert passed(id_, wrapped.format(TASK.example(id_).references[0])) == (1, "")
        score, remark = passed(id_, wrapped.format(WRONG[id_]))
        assert score == 0
        assert "AssertionError" in remark


def test_a_body_alone_is_enough() -> None:
    assert passed("01", "\n    return a + b\n\nTask: more") == (1, "")
    assert passed("01", "```python\n    return a + b\n```") == (1, "")
