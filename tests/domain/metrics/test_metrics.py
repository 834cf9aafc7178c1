import json
import re
import string
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.metrics import answers, constraints, filters
from playground.domain.metrics.passing import pass_at_k
from playground.domain.tasks import Constraint

SENTENCES = st.text(alphabet="aAthe nbc.,'-1 \n\té", max_size=40)


def reference_normalise(text: str) -> str:
    """Step by step, in the order that SQuAD's own evaluation describes."""
    text = text.lower()
    text = "".join(char for char in text if char not in set(string.punctuation))
    text = re.sub(r"\b(a|an|the)\b", " ", text)
    return " ".join(text.split())


@given(SENTENCES, SENTENCES)
def test_f1_agrees_with_a_count_by_hand(said: str, wanted: str) -> None:
    one, two = reference_normalise(said).split(), reference_normalise(wanted).split()
    shared = sum(min(count, Counter(two)[word]) for word, count in Counter(one).items())
    expected = float(one == two) if not one or not two else 2 * shared / (len(one) + len(two))
    assert answers.f1(said, [wanted]) == pytest.approx(expected, abs=1e-9)
    assert answers.exact_match(said, [wanted]) == float(one == two)


@pytest.mark.parametrize(
    ("said", "wanted", "em"),
    [("The cat.", "cat", 1.0), ("a  Cat", "the cat!", 1.0), ("cats", "cat", 0.0), ("", "the", 1.0)],
)
def test_articles_case_and_punctuation_do_not_count(said: str, wanted: str, em: float) -> None:
    assert answers.exact_match(said, [wanted]) == em


@pytest.mark.parametrize(
    ("said", "wanted", "right"),
    [
        ("1,200.0", "1200", 1.0),
        ("$5", "5", 1.0),
        ("-3", "3", 0.0),
        ("B", "b", 1.0),
        ("five", "5", 0.0),
    ],
)
def test_numbers_are_compared_by_value(said: str, wanted: str, right: float) -> None:
    assert answers.accuracy(said, [wanted]) == right


@given(st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), st.data())
def test_pass_at_k_is_the_share_of_draws_with_a_pass(
    nc: tuple[int, int], data: st.DataObject
) -> None:
    n, c = nc
    k = data.draw(st.integers(1, n))
    draws = list(combinations([True] * c + [False] * (n - c), k))
    assert pass_at_k(n, c, k) == pytest.approx(sum(map(any, draws)) / len(draws), abs=1e-9)


@pytest.mark.parametrize(("n", "c", "k"), [(3, 4, 1), (3, -1, 1), (3, 1, 4), (3, 1, 0)])
def test_pass_at_k_refuses_what_cannot_be(n: int, c: int, k: int) -> None:
    with pytest.raises(ValueError, match="pass@"):
        pass_at_k(n, c, k)


@pytest.mark.parametrize(
    ("kind", "value", "good", "bad"),
    [
        ("min_words", 2, "two words", "one"),
        ("max_words", 2, "two words", "now three words"),
        ("words", 2, "two words", "one"),
        ("sentences", 2, "One. Two!", "One."),
        ("lines", 2, "one\n\ntwo", "one"),
        ("paragraphs", 2, "One.\n \nTwo.", "One.\nTwo."),
        ("bullets", 2, "- a\n* b", "- a"),
        ("numbered", 2, "1. a\n2) b", "1. a"),
        ("max_characters", 3, "abc", "abcd"),
        ("json_items", 2, "[1, 2]", "[1]"),
        ("includes", "Sea", "the sea.", "the season"),
        ("excludes", "sea", "the season", "the SEA"),
        ("starts_with", "Yes", " Yes, it is", "No"),
        ("ends_with", "!", "Go! ", "Go."),
        ("matches", r"^\d{2}$", "42", "420"),
        ("uppercase", "", "LOUD 1", "Loud"),
        ("lowercase", "", "quiet", "Quiet"),
        ("json", "", "null", "nil"),
        ("bare_json", "", "[1]", "Here: [1]"),
        ("json_object", "", "{}", "[]"),
        ("no_comma", "", "one two", "one, two"),
        ("json_keys", ("a", "b"), '{"b": 1, "a": 2}', '{"a": 1}'),
    ],
)
def test_each_constraint_tells_good_from_bad(
    kind: str, value: str | int | tuple[str, ...], good: str, bad: str
) -> None:
    one = Constraint(kind, value)
    assert constraints.problem(one) == ""
    assert constraints.holds(good, one)
    assert not constraints.holds(bad, one)
    assert constraints.satisfied(bad, [one, Constraint("min_words", 0)]) == 0.5
    assert kind in constraints.told(bad, [one])


def test_every_constraint_is_tried_above() -> None:
    mark = test_each_constraint_tells_good_from_bad.pytestmark[0]  # type: ignore[attr-defined]
    assert {row[0] for row in mark.args[1]} == set(constraints.CONSTRAINTS)


@pytest.mark.parametrize(
    "one",
    [
        Constraint("shorter", 3),
        Constraint("words", "3"),
        Constraint("includes", 3),
        Constraint("json_keys", "a"),
        Constraint("matches", "("),
    ],
)
def test_a_wrong_constraint_is_told(one: Constraint) -> None:
    assert constraints.problem(one)


@pytest.mark.parametrize(
    ("steps", "output", "answer"),
    [
        (["first_line", "strip"], "\n  Rome \nParis", "Rome"),
        (["first_word", "lower"], " Positive, I think", "positive"),
        (["last_number"], "3 + 4 = 7", "7"),
        (["last_number"], "It is 12.\n#### 1,200\nor 5", "1,200"),
        (["code"], "Here:\n```python\nx = 1\n```\nDone", "x = 1\n"),
        (["body"], "\n    return 1\n\ndef g():\n    pass", "\n    return 1"),
        (["after:Answer:", "strip"], "So. Answer: 5", "5"),
        (["before:."], "One. Two.", "One"),
        ([r"pattern:\b([A-D])\b"], "The answer is C.", "C"),
        ([r"pattern:\b([A-D])\b"], "none", ""),
        (["first_sentence"], "One here. Two.", "One here."),
    ],
)
def test_filters_leave_the_answer(steps: list[str], output: str, answer: str) -> None:
    assert not any(map(filters.problem, steps))
    assert filters.filtered(output, steps) == answer


@pytest.mark.parametrize("step", ["trim", "before", "before:", "pattern:(", "pattern:a", "strip:x"])
def test_a_wrong_filter_is_told(step: str) -> None:
    assert filters.problem(step)


@given(st.text(max_size=60))
def test_no_output_breaks_a_filter_or_a_constraint(text: str) -> None:
    for step in filters.FILTERS:
        filters.filtered(text, [step])
    for kind in ("json", "json_object", "uppercase"):
        constraints.holds(text, Constraint(kind))
    assert constraints.holds(json.dumps(text), Constraint("json"))
