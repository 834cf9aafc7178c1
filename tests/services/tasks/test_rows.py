import json
from pathlib import Path

import pytest

from playground.domain.tasks import Constraint, Task, TaskError
from playground.services.tasks.making import new_task
from playground.services.tasks.reading import read_task


def beside(folder: Path, name: str, text: str) -> Task:
    """The task `mine` with its examples in this file."""
    path = new_task("mine", folder)
    path.write_text(path.read_text(encoding="utf-8").replace("mine.jsonl", name), encoding="utf-8")
    (folder / name).write_bytes(text.encode("utf-8"))
    return read_task(path)


ROWS = [
    {"id": "x", "difficulty": 2, "country": "France, the", "reference": "Paris"},
    {"country": "Bolivia\nin full", "reference": ["Sucre", "La Paz"]},
]
CSV = (
    '\ufeffid,difficulty,country,reference,constraints\r\n'
    'x,2,"France, the",Paris,\r\n'
    ',,"Bolivia\nin full","[""Sucre"", ""La Paz""]","[{""kind"": ""words"", ""value"": 1}]"\r\n'
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rows.jsonl", "".join(json.dumps(row) + "\n\n" for row in ROWS)),
        ("rows.json", json.dumps(ROWS, indent=2)),
        ("rows.csv", CSV),
    ],
)
def test_examples_are_read_from_every_kind_of_file(name: str, text: str, tmp_path: Path) -> None:
    first, second = beside(tmp_path, name, text).examples
    assert (first.id, first.difficulty, first.references) == ("x", 2, ("Paris",))
    assert first.values["country"] == "France, the"
    assert (second.id, second.difficulty) == ("2", 1)
    assert second.values["country"] == "Bolivia\nin full"
    assert second.references == ("Sucre", "La Paz")
    if name.endswith(".csv"):
        assert second.constraints == (Constraint("words", 1),)


def test_a_cell_may_be_as_long_as_an_article(tmp_path: Path) -> None:
    text = "word " * 100_000
    task = beside(tmp_path, "rows.csv", f"country,reference\n{text},Paris\n")
    assert task.examples[0].values["country"] == text


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("rows.csv", "country,reference\nFrance\n", "line 2"),
        ("rows.csv", "country,reference\nFrance,Paris,1\n", "line 2"),
        ("rows.csv", 'country,reference\n"France,Paris\n', "line"),
        ("rows.csv", 'country,reference\nFrance,[Paris\n', "reference"),
        ("rows.csv", "country,capital\nFrance,Paris\n", "capital"),
        ("rows.csv", "difficulty,country,reference\nhard,France,Paris\n", "difficulty"),
        ("rows.csv", "difficulty,country,reference\n²,France,Paris\n", "difficulty"),
        (
            "rows.csv",
            f"difficulty,country,reference\n{'9' * 5000},France,Paris\n",
            "difficulty must be a whole number",
        ),
        ("rows.csv", "", "no examples"),
        ("rows.json", "{}", "no JSON list"),
        ("rows.json", "[1]", "item 1"),
        ("rows.json", "[", "no JSON"),
        ("rows.jsonl", '{"country": 1}\n', "country"),
        ("rows.txt", "France", ".csv"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    name: str, text: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(TaskError) as caught:
        beside(tmp_path, name, text)
    assert told in caught.value.message + caught.value.hint
    assert "rows" in caught.value.message
