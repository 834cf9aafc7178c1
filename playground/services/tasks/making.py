"""Writes new tasks: one to fill in, or one with examples brought from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from playground.domain.tasks import Task, TaskError
from playground.services.files import toml_text, write_atomic
from playground.services.tasks.finding import own_folder
from playground.services.tasks.reading import example_line, read_task

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_PATTERN: Mapping[str, Any] = {
    "version": 1,
    "title": "Capitals",
    "description": "Name the capital of a country.",
    "question": "Which model knows more capitals?",
    "license": "CC0-1.0",
    "source": "Written by me.",
    "prompt": "{{shots}}Country: {{country}}\nCapital:",
    "shot": "Country: {{country}}\nCapital: {{answer}}\n\n",
    "variables": ["country"],
    "stop": ["\n"],
    "filters": ["first_line", "strip"],
    "generation": {"temperature": 0.0, "max_new_tokens": 16},
    "metrics": {"exact_match": "higher", "f1": "higher"},
    "shots": [{"country": "Portugal", "answer": "Lisbon"}],
}
_ROWS = (
    {"id": "1", "difficulty": 1, "country": "France", "reference": "Paris"},
    {"id": "2", "difficulty": 3, "country": "Bolivia", "reference": ["Sucre", "La Paz"]},
)


def new_task(name: str, folder: Path | None = None) -> Path:
    """Write a small task that works, to be changed; raises `TaskError` where one is there."""
    return Path(save(name, _PATTERN, _ROWS, folder).path)


def save(
    name: str,
    values: Mapping[str, Any],
    rows: Iterable[Mapping[str, Any]],
    folder: Path | None = None,
) -> Task:
    """Write a task file and the examples beside it, and read them back.

    Raises `TaskError` where the name is none, something is there, or it cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise TaskError(
            f"{name!r} cannot name a task.", "Use lower-case letters, digits and hyphens."
        )
    folder = folder or own_folder()
    path, beside = folder / f"{name}.toml", folder / f"{name}.jsonl"
    for one in (path, beside):
        if one.exists():
            raise TaskError(f"{one} is there already.", "Choose another name.")
    # Whatever is a table comes last: TOML would take what follows for a part of it.
    plain = {key: value for key, value in values.items() if not _is_table(value)}
    tables = {key: value for key, value in values.items() if _is_table(value)}
    whole = {"schema": 1, "name": name, **plain, "examples": beside.name, **tables}
    try:
        write_atomic(beside, "".join(map(example_line, rows)).encode("utf-8", "replace"))
        write_atomic(path, toml_text(whole).encode("utf-8"))
    except OSError as error:
        raise TaskError(f"{folder} cannot be written: {error.strerror or error}.") from error
    try:
        return read_task(path)
    except TaskError:
        path.unlink()
        beside.unlink()
        raise


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
    )
