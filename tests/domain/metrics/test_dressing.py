"""How real chat models wrap an answer, and what is left of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.metrics import dressing, programs
from playground.domain.metrics.answers import accuracy
from playground.domain.metrics.filters import filtered, problem

TOPICS = ("sport", "politics", "science and nature")
LETTERS = ("A", "B", "C", "D")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Paris", "Paris"),
        ("The answer is Paris.", "Paris."),
        ("**Answer:** Paris", "Paris"),
        ("Answer: **Paris**", "Paris"),
        ('Sure! Here is the answer: "Rome"', "Rome"),
        ("Certainly! Here's a one-sentence summary:\n\nThe cat sat.", "The cat sat."),
        ("Sure, here is it:\nThe cat sat.", "The cat sat."),
        ("Of course, the man left.", "Of course, the man left."),
        ("The summary is: It rained.", "It rained."),
        ("Summary:\nIt rained.", "It rained."),
        ("“The sea”", "The sea"),
        ("Output: 5", "5"),
        ("The main result is that it rained.", "The main result is that it rained."),
        ("Let me see. It was 1911 at first.\nSo the answer is 1912", "1912"),
        ('He said "yes" and "no"', 'He said "yes" and "no"'),
        ('"Yes" and "no"', '"Yes" and "no"'),
        ("Answer:", "Answer:"),
        ("", ""),
    ],
)
def test_an_answer_is_undressed(said: str, answer: str) -> None:
    assert dressing.undressed(said) == answer


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("<think>7? no, 8</think>\n\n9", "9"),
        ("7? no, 8</think>9", "9"),
        ("<THINKING>7</THINKING>9", "9"),
        ("<think>7 and on and on", ""),
        ("1 < 2", "1 < 2"),
    ],
)
def test_reasoning_is_no_answer(said: str, left: str) -> None:
    assert dressing.without_reasoning(said) == left


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("42", "42"),
        ("The answer is 42.", "42"),
        ("6 × 7 = 42", "42"),
        ("Answer: 6 × 7 = 42", "42"),
        ("Answer: 42\nCheck: 6 × 7 = 41 + 1", "42"),
        ("The answer is 12 apples, 3 more than 9.", "12"),
        ("The final answer is: **£1,200.50**", "1,200.50"),
        ("So it is 3 + 4 = 7.\n#### 7\nThat took 2 steps.", "7"),
        (r"Thus \boxed{56} after 2 steps", "56"),
        ("10-7 is 3", "3"),
        ("It was −5 degrees", "-5"),
        ("(12)-5", "5"),
        ("1, 2, 3", "3"),
        ("a value of 0.25", "0.25"),
        ("none", ""),
    ],
)
def test_the_number_that_is_the_answer_is_found(said: str, number: str) -> None:
    assert dressing.concluding_number(said) == number


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("sport", "sport"),
        ("Sport.", "sport"),
        ("**Science and Nature**", "science and nature"),
        ("The topic is politics.", "politics"),
        ("This is best classified as sport, since no politics comes up.", "sport"),
        ("Sport, because politics is not mentioned.", "sport"),
        ("I would say it is about politics", "politics"),
        ("not sport but politics", "not sport but politics"),
        ("sport or politics", "sport or politics"),
        ("transport", "transport"),
    ],
)
def test_the_label_that_was_decided_for_is_found(said: str, choice: str) -> None:
    assert dressing.chosen(said, TOPICS) == choice


@pytest.mark.parametrize(
    ("said", "letter"),
    [
        ("C", "C"),
        ("C. Because A is wrong", "C"),
        ("(C) 12", "C"),
        ("**C**", "C"),
        ("The answer is C.", "C"),
        ("A good question. The correct answer is (C).", "C"),
        ("It must be option C", "C"),
        ("C because it is", "C"),
        ("I think that C fits", "C"),
        ("A dog", "A dog"),
        ("B or C", "B or C"),
        ("", ""),
    ],
)
def test_a_letter_counts_where_it_is_no_word(said: str, letter: str) -> None:
    assert filtered(said, ["choice"], LETTERS) == letter


def test_the_letter_a_is_a_label_and_no_article() -> None:
    assert accuracy("", ["A"]) == 0.0
    assert accuracy("the", ["A"]) == 0.0
    assert accuracy("a)", ["A"]) == 1.0


FUNCTION = "def f(x):\n    return x"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (FUNCTION, FUNCTION),
        (f"Here it is:\n\n```python\n{FUNCTION}\n```\nIt returns x.", FUNCTION),
        (f"```python\n{FUNCTION}\n\nprint(f(2))\n```", FUNCTION),
        (f"```python\n{FUNCTION}\n\nassert f(2) == 2\n```", FUNCTION),
        (f"```python\n{FUNCTION}\n\nif __name__ == '__main__':\n    f(1)\n```", FUNCTION),
        (f"Run this:\n```sh\npython f.py\n```\nwith\n```python\n{FUNCTION}\n```", FUNCTION),
        (f"{FUNCTION}\n```\nThis function returns x.", FUNCTION),
        (f"From the text, I get:\n\n{FUNCTION}\n\nIt returns x.", FUNCTION),
        (f"```\nimport math\n\n{FUNCTION}\n```", f"import math\n\n{FUNCTION}"),
        (f"```\nT = [\n]\n\n{FUNCTION}\n```", f"T = [\n]\n\n{FUNCTION}"),
        ("1. So:\n   ```python\n   def f(x):\n       return x\n   ```", FUNCTION),
        ("\n    return x\n\ndef g():\n    pass", "\n    return x"),
        ("```python\n    return x\n```", "    return x"),
        (f"```python\n{FUNCTION}", FUNCTION),
        ("def f(\n    x,\n):\n    return x\n>>> f(1)", "def f(\n    x,\n):\n    return x"),
    ],
)  # fmt: skip
def test_the_function_is_found(said: str, left: str) -> None:
    assert programs.function(said) == left


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('Sure! Here it is:\n\n```\n[1, 2]\n```\nAnything else?', [1, 2]),
        ('The object {"a": {"b": []}} is what you asked for.', {"a": {"b": []}}),
        ("In [this] case: [1]", [1]),
        ("3", 3),
    ],
)  # fmt: skip
def test_json_is_found_in_prose(said: str, value: object) -> None:
    assert json.loads(dressing.embedded_json(said)) == value


@pytest.mark.parametrize("said", ["", "{a: 1}", "no", "[" * 100_000])
def test_where_no_json_is_there_is_none(said: str) -> None:
    assert dressing.embedded_json(said) == ""


@given(st.text(alphabet='aA.:*`{["\n1-<>/ thinkdefanswer()', max_size=80))
def test_no_output_breaks_a_filter(said: str) -> None:
    steps = ("no_reasoning", "answer", "last_number", "json", "function", "choice")
    assert not any(map(problem, steps))
    for step in steps:
        assert isinstance(filtered(said, [step], TOPICS), str)
        assert isinstance(filtered(said, [step], LETTERS), str)


@given(st.integers(-(10**9), 10**9))
def test_any_number_is_found_however_it_is_written(number: int) -> None:
    for said in (f"The answer is {number}.", f"Answer: **{number:,}**", f"2 + 2\n#### {number:,}"):
        assert accuracy(dressing.concluding_number(said), [f"{number}"]) == 1.0
