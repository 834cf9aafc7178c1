"""Every answer of the arithmetic task is worked out anew, from how it is to be worked out."""

import ast
import json
import operator
import re
from fractions import Fraction
from pathlib import Path

import pytest

from playground.services.evaluation.scoring import judge
from playground.services.tasks.finding import find_task

TASK = find_task("arithmetic")
WORKING = json.loads(
    (Path(__file__).parent / "working" / "arithmetic.json").read_text(encoding="utf-8")
)
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: lambda one, other: Fraction(one // other),
    ast.Mod: operator.mod,
}


def worked(node: ast.AST) -> Fraction:
    """The exact value of an expression."""
    if isinstance(node, ast.Expression):
        return worked(node.body)
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int)
        return Fraction(node.value)
    if isinstance(node, ast.UnaryOp):
        return -worked(node.operand)
    assert isinstance(node, ast.BinOp)
    value: Fraction = OPERATORS[type(node.op)](worked(node.left), worked(node.right))
    return value


def test_every_reference_is_what_the_working_gives() -> None:
    assert WORKING.keys() == {example.id for example in TASK.examples}
    for example in TASK.examples:
        value = worked(ast.parse(WORKING[example.id], mode="eval"))
        assert [Fraction(one) for one in example.references] == [value], example.id


def test_the_worked_examples_are_right() -> None:
    for shot in TASK.shots:
        sums = re.findall(r"(\d[\d.]* [-+×] \d+) = (\d+)", shot["answer"])
        assert sums
        for left, right in sums:
            exact = re.sub(r"(\d+)\.(\d\d)", r"(\1\2 / 100)", left).replace("×", "*")
            assert worked(ast.parse(exact, mode="eval")) == Fraction(right)
        assert shot["answer"].endswith(f"\nAnswer: {sums[-1][1]}")


@pytest.mark.parametrize(
    "wrapped",
    [
        "{}",
        " 3 + 4 is not it.\nAnswer: {}",
        "First I add 3 and 4.\n\n**Answer: {}**",
        "3 × 4 = 12, so the answer is {}.",
        "<think>Perhaps 99?</think>\n\nAnswer: £{}",
        "Thus\n\n\\boxed{{{}}}",
        "Answer: {}\n\nI checked 2 of the steps.",
    ],
)
def test_a_right_answer_counts_however_it_is_put(wrapped: str) -> None:
    for example in TASK.examples:
        right, wrong = example.references[0], str(float(example.references[0]) + 1)
        assert judge(TASK, example, wrapped.format(right), execute=False).scores["accuracy"] == 1
        assert judge(TASK, example, wrapped.format(wrong), execute=False).scores["accuracy"] == 0
