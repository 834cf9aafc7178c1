from dataclasses import replace

from playground.domain.evaluation import Record, summarise
from playground.domain.tasks import Example, MetricUse, Task
from playground.services.findings.levels import by_difficulty

TASK = Task(
    "mine",
    1,
    "Mine",
    "",
    "",
    "CC0-1.0",
    "",
    "{{word}}",
    (MetricUse("accuracy", "higher"),),
    tuple(
        Example(id_, {"word": id_}, ("x",), difficulty)
        for id_, difficulty in (("a", 1), ("b", 1), ("c", 3))
    ),
    ("word",),
)


def record(model: str, example: str, score: float, sample: int = 0) -> Record:
    return Record("mine", model, example, sample, "", "", {"accuracy": score})


def test_each_level_has_its_mean_over_examples_and_samples() -> None:
    records = [
        record("one", "a", 1.0),
        record("one", "a", 0.0, sample=1),
        record("one", "b", 1.0),
        record("one", "c", 0.0),
        record("two", "a", 0.0),
        record("two", "b", 0.0),
        record("two", "c", 1.0),
    ]
    (grid,) = by_difficulty(summarise(TASK, records, ["one", "two"]))
    assert grid.header == ("Model", "Easy (n = 2)", "Hard (n = 1)")
    assert grid.rows == (("one", "0.750", "0.000"), ("two", "0.000", "1.000"))


def test_what_is_not_answered_yet_is_left_open() -> None:
    records = [record("one", "a", 1.0), record("one", "c", 1.0), record("two", "a", 0.0)]
    (grid,) = by_difficulty(summarise(TASK, records, ["one", "two"]))
    assert grid.rows[1] == ("two", "0.000", "-")


def test_one_level_needs_no_table() -> None:
    level = replace(TASK, examples=tuple(replace(one, difficulty=2) for one in TASK.examples))
    assert not list(by_difficulty(summarise(level, [record("one", "a", 1.0)], ["one"])))
