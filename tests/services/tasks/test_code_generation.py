"""The unit tests of the code task tell right from wrong, in the jail in which models' code runs."""

import json
from pathlib import Path

import pytest

from playground.services.evaluation.scoring import judge
from playground.services.tasks.finding import find_task

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


@pytest.mark.slow
def test_every_wrong_program_fails_its_tests() -> None:
    assert WRONG.keys() == {example.id for example in TASK.examples}
    for id_, program in WRONG.items():
        score, remark = passed(id_, f"```python\n{program}\n```")
        assert score == 0, f"{id_} passes"
        assert "AssertionError" in remark, f"{id_}: it is to fail by its tests, not by {remark}"


@pytest.mark.slow
def test_every_right_program_passes_however_it_is_put() -> None:
    for at, example in enumerate(TASK.examples):
        output = ANSWERS[at % len(ANSWERS)].format(example.references[0])
        assert passed(example.id, output) == (1, ""), f"{example.id}: {output}"


def test_a_body_alone_is_enough() -> None:
    assert passed("01", "\n    return a + b\n\nTask: more") == (1, "")
    assert passed("01", "```python\n    return a + b\n```") == (1, "")
