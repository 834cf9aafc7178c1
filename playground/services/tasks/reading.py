"""Reads a task file and the examples beside it; every complaint names file, example and key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playground.domain.catalog import CatalogError
from playground.domain.hub_names import is_inside
from playground.domain.metrics import METRICS, Need, constraints, filters
from playground.domain.prompts import variables_in
from playground.domain.sampling import PARAMETERS_BY_NAME
from playground.domain.tasks import (
    ANSWER,
    SHOTS,
    Constraint,
    Direction,
    Example,
    MetricUse,
    Task,
    TaskError,
)
from playground.services import paths
from playground.services.catalog.tables import SCHEMA, Table
from playground.services.files import TomlError, read_toml
from playground.services.tasks.rows import read_rows

TASK_KEYS = frozenset(
    """
    schema name version title description question license source prompt system shot shots
    variables stop filters program metrics generation examples
    """.split()  # noqa: SIM905 (a list of keys reads best as words)
)
"""Everything that may stand in a task file."""
EXAMPLE_KEYS = frozenset(("id", "difficulty", "reference", "choices", "constraints", "tests"))
"""What an example may have besides its variables."""
_DIRECTIONS: tuple[Direction, ...] = ("higher", "lower")


def read_task(path: Path) -> Task:
    """Read and check one task; raises `TaskError`."""
    try:
        return _task(path)
    except CatalogError as error:
        raise TaskError(error.message, error.hint) from error
    except TomlError as error:
        raise TaskError(error.message, error.hint) from error


def _task(path: Path) -> Task:
    table = Table(paths.shown(path), "", read_toml(path))
    if table.values.get("schema") != SCHEMA:
        raise table.error(f"schema must be {SCHEMA}.", f"Begin the file with schema = {SCHEMA}.")
    table.check_keys(TASK_KEYS)
    variables = table.texts("variables")
    beside, rows = _rows(path, table)
    task = Task(
        name=table.text("name"),
        version=table.count("version") or 1,
        title=table.text("title"),
        description=table.text("description"),
        question=table.text("question"),
        license=table.text("license"),
        source=table.text("source"),
        prompt=table.text("prompt"),
        system=table.text("system", ""),
        shot=table.text("shot", ""),
        shots=tuple(_shots(table, variables)),
        variables=variables,
        stop=table.texts("stop"),
        filters=table.texts("filters"),
        program=table.text("program", ""),
        metrics=_metrics(table.table("metrics")),
        generation=_generation(table.table("generation", {})),
        examples=tuple(_example(at, row, variables) for at, row in enumerate(rows, 1)),
        path=str(path),
        digest=_digest(path, beside),
    )
    _check(table, task)
    return task


def _check(table: Table, task: Task) -> None:
    if task.name != Path(task.path).stem:
        raise table.error(f"name is {task.name!r}, but the file is {Path(task.path).name}.")
    for step in task.filters:
        wrong = filters.problem(step)
        if wrong:
            raise table.error(f"filters: {wrong}.")
    known = {*task.variables, SHOTS}
    for key, text, more in (
        ("prompt", task.prompt, set()),
        ("shot", task.shot, {ANSWER}),
        ("program", task.program, {ANSWER}),
    ):
        strange = [name for name in variables_in(text) if name not in known | more]
        if strange:
            raise table.error(
                f"{key} has the variable {strange[0]!r}, which is not among the variables.",
                "Add it to variables, and to every example.",
            )
    seen: set[str] = set()
    for example in task.examples:
        if example.id in seen:
            raise table.error(f"the example id {example.id!r} is there twice.")
        seen.add(example.id)
        if example.tests and not task.program:
            raise table.error("examples have tests, but program is missing.")
        _check_metrics(table, task, example)


def _check_metrics(table: Table, task: Task, example: Example) -> None:
    """Every metric must find in each example what it judges by."""
    has: Mapping[Need, bool] = {
        "reference": bool(example.references),
        "constraints": bool(example.constraints),
        "tests": bool(example.tests),
        "choices": bool(example.choices and example.references),
        "": True,
    }
    for use in task.metrics:
        key = METRICS[use.name].needs
        if not has[key]:
            raise table.error(f"example {example.id!r} has no {key}, which {use.name} needs.")


def _metrics(table: Table) -> tuple[MetricUse, ...]:
    uses = []
    for name in table.values:
        table.accept("a metric", name, tuple(METRICS))
        uses.append(MetricUse(name, table.choice(name, _DIRECTIONS)))
    if not uses:
        raise table.error("there is no metric.", 'Add one, such as exact_match = "higher".')
    return tuple(uses)


def _generation(table: Table) -> dict[str, float | int]:
    table.check_keys(tuple(PARAMETERS_BY_NAME))
    for name, value in table.values.items():
        problem = PARAMETERS_BY_NAME[name].problem(value)
        if problem:
            raise table.error(problem)
    return dict(table.values)


def _shots(table: Table, variables: tuple[str, ...]) -> Iterator[dict[str, str]]:
    if "shots" not in table.values:
        return
    for shot in table.tables("shots", "shot"):
        shot.check_keys((*variables, ANSWER))
        yield {name: shot.text(name) for name in (*variables, ANSWER)}


def _rows(path: Path, table: Table) -> tuple[Path | None, list[Table]]:
    """The examples: tables of the file, or those in the file that it names."""
    if isinstance(table.values.get("examples"), list):
        return None, list(table.tables("examples", "example"))
    name = table.text("examples")
    if not is_inside(name):
        raise table.error(f"examples is {name!r:.80}.", "Name a file beside the task.")
    beside = path.parent / name
    return beside, read_rows(beside, table.file)


def _example(number: int, row: Table, variables: tuple[str, ...]) -> Example:
    id_ = row.text("id", "") or f"{number}"
    row = row.called("example", id_)
    row.check_keys((*EXAMPLE_KEYS, *variables))
    reference = row.values.get("reference", [])
    references = (reference,) if isinstance(reference, str) else row.texts("reference")
    choices = row.texts("choices")
    if choices and not set(references) <= set(choices):
        raise row.error("the reference is not among the choices.")
    difficulty = row.count("difficulty") or 1
    if difficulty > 3:
        raise row.error(f"difficulty must be 1, 2 or 3, not {difficulty}.")
    return Example(
        id=id_,
        values={name: row.text(name) for name in variables},
        references=references,
        difficulty=difficulty,
        choices=choices,
        constraints=tuple(_constraint(one) for one in _tables(row, "constraints")),
        tests=row.text("tests", ""),
    )


def _tables(row: Table, key: str) -> tuple[Table, ...]:
    return row.tables(key, key.rstrip("s")) if key in row.values else ()


def _constraint(table: Table) -> Constraint:
    table.check_keys(("kind", "value", "says"))
    value: Any = table.values.get("value", "")
    value = tuple(value) if isinstance(value, list) else value
    constraint = Constraint(table.text("kind"), value, table.text("says", ""))
    wrong = constraints.problem(constraint)
    if wrong:
        raise table.error(f"{wrong}.")
    return constraint


def _digest(path: Path, beside: Path | None) -> str:
    whole = hashlib.sha256(path.read_bytes())
    if beside is not None:
        whole.update(beside.read_bytes())
    return whole.hexdigest()


def example_line(values: Mapping[str, Any]) -> str:
    """One example as a line of a JSONL file."""
    return json.dumps(values, ensure_ascii=False) + "\n"
