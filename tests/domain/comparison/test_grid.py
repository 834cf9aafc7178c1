from __future__ import annotations

import re

import pytest

from playground.domain.comparison import (
    Choice,
    ChoiceError,
    compare,
    read_patterns,
    read_runs,
)
from playground.domain.comparison.fields import FIELDS, fields_of, record_of
from tests.domain.comparison.recorded import example, lane, model, pair, run, session


def test_prompts_by_models_over_all_runs() -> None:
    found = compare(example())
    assert [column.label for column in found.columns] == ["model-a", "model-b"]
    assert [row.prompt.split()[0] for row in found.rows] == ["The", "Why", "Tell"]
    assert [[len(cell) for cell in row.cells] for row in found.rows] == [[1, 1], [2, 2], [1, 1]]
    assert [one.text for one in found.rows[1].cells[0]] == ["=1+1", "Air."]
    assert [(one.lane.run, one.row.number) for one in found.answers] == [
        *[(1, 1), (1, 1), (2, 2), (2, 2), (3, 3), (3, 3), (4, 2), (4, 2)]
    ]
    assert (found.file, found.title) == ("small-models.toml", "Small models")


def test_a_session_without_runs() -> None:
    found = compare(session())
    assert (found.columns, found.rows, found.answers) == ((), (), ())


def test_variables_and_variants_make_rows() -> None:
    asked = run(
        1,
        "Say {{word}}",
        [lane(1, 0, variant="A"), lane(1, 1, variant="B")],
        variants={"A": "Say hi", "B": "Say ho"},
        variables={"word": "hi"},
    )
    plain = run(2, "Say {{word}}", [lane(2)], variables={"word": "hi"}, system="Be {{word}}")
    found = compare(session(asked, plain))
    assert [(row.prompt, row.system, row.variant) for row in found.rows] == [
        ("Say hi", "", "A"),
        ("Say ho", "", "B"),
        ("Say hi", "Be hi", ""),
    ]


def test_files_of_one_name_are_told_apart_and_broken_off_lanes_find_theirs() -> None:
    lanes = [
        lane(1, 0, model=model("m", sha256=None)),
        lane(1, 1, model=model("m", sha256="aaaaaaaaaa")),
        lane(1, 2, model=model("m", sha256="bbbbbbbbbb")),
        lane(1, 3, model=model("m", sha256=None)),
        lane(1, 4, model=model("n", sha256=None)),
    ]
    found = compare(session(run(1, "x", lanes)))
    assert [column.label for column in found.columns] == ["m (aaaaaaaa)", "m (bbbbbbbb)", "n"]
    assert [[one.lane for one in cell] for cell in found.rows[0].cells] == [[0, 1, 3], [2], [4]]


def test_runs_models_and_order_are_chosen() -> None:
    record = example()
    found = compare(record, Choice(runs=read_runs("2-3")))
    assert {one.lane.run for one in found.answers} == {2, 3}
    assert len(found.votes) == 2
    found = compare(record, Choice(models=("model-b", "model-a")))
    assert [column.label for column in found.columns] == ["model-b", "model-a"]
    assert [one.text for one in found.rows[1].cells[1]] == ["=1+1", "Air."]
    found = compare(record, Choice(models=("model-b",)))
    assert {one.lane.model.id for one in found.answers} == {"model-b"}
    assert found.votes == ()


@pytest.mark.parametrize(
    ("order", "first"),
    [("recorded", "model-b"), ("name", "model-a"), ("speed", "model-b"), ("rating", "model-a")],
)
def test_columns_in_an_order(order: str, first: str) -> None:
    lanes = [
        lane(1, 0, model=model("model-b"), tokens_per_second=9.0, rating=2),
        lane(1, 1, model=model("model-a"), tokens_per_second=3.0, rating=4),
    ]
    found = compare(session(run(1, "x", lanes)), Choice(order=order))  # type: ignore[arg-type]
    assert found.columns[0].label == first
    place = [column.label for column in found.columns].index("model-b")
    assert found.rows[0].cells[place][0].lane == 0


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (Choice(runs=frozenset({9})), "The session has no run 9. Its runs are numbered 1 to 4."),
        (Choice(models=("nix",)), "no model 'nix'. It has model-a, model-b."),
    ],
)
def test_what_is_not_there_is_told(choice: Choice, told: str) -> None:
    with pytest.raises(ChoiceError) as caught:
        compare(example(), choice)
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["", "x", "0", "3-1", "1,,2", "1-99999999", "-1", "١-"])
def test_what_names_no_runs(text: str) -> None:
    with pytest.raises(ChoiceError):
        read_runs(text)


def test_runs_are_numbers_and_ranges() -> None:
    assert read_runs("1, 3,5-7") == {1, 3, 5, 6, 7}


def test_anonymous_tells_no_machine_and_no_path() -> None:
    found = compare(example(), Choice(anonymise=True))
    assert found.machine is None
    assert "/home/someone" not in repr(found)
    assert found.rows[2].cells[1][0].error == "model-b.gguf: the process ended: killed."
    assert found.rows[2].cells[1][0].model.sha256


def test_what_a_pattern_matches_is_nowhere() -> None:
    patterns = read_patterns([r"(?i)model-a", r"light\w+", "kind"])
    found = compare(example(), Choice(redact=patterns))
    told = repr(found).lower()
    assert not {"model-a", "lighthouse", "kind,"} & set(re.findall(r"[\w-]+,?", told))
    assert found.columns[0].label == "[redacted]"
    assert len(found.votes) == 3
    assert "[redacted]" in found.rows[2].prompt


def test_a_pattern_over_the_edge_of_a_variable_matches() -> None:
    asked = run(1, "top {{word}}", [lane()], variables={"word": "secret"})
    found = compare(session(asked), Choice(redact=read_patterns(["top secret"])))
    assert found.rows[0].prompt == "[redacted]"


@pytest.mark.parametrize("text", ["(", "x*", "", "a{99999999999999}"])
def test_what_is_no_pattern(text: str) -> None:
    with pytest.raises(ChoiceError):
        read_patterns([text])


def test_every_figure_has_a_name_and_a_plain_value() -> None:
    answer = compare(session(pair(1, "x", "one", "two"))).answers[0]
    record = record_of(answer, FIELDS)
    assert list(record) == [field.name for field in FIELDS]
    assert all(isinstance(value, str | int | float | list | None) for value in record.values())
    assert (record["text"], record["seed"], record["stop"]) == ("one", 7, ["###"])
    assert [field.name for field in fields_of(["seed", "text", "seed"])] == ["seed", "text"]
    with pytest.raises(ChoiceError, match="Did you mean seed"):
        fields_of(["sed"])


def test_models_stand_as_they_were_asked_however_they_ended() -> None:
    lanes = [lane(1, 1, model=model("slow")), lane(1, 0, model=model("quick"))]
    found = compare(session(run(1, "x", lanes)))
    assert [column.label for column in found.columns] == ["quick", "slow"]
    assert [one.lane.lane for one in found.answers] == [0, 1]
