"""Where tasks lie: those that come with the program, the user's own, and any path."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from playground.domain.catalog import suggest
from playground.domain.tasks import Task, TaskError
from playground.services import paths
from playground.services.files import is_file
from playground.services.prompt_files import path_of
from playground.services.tasks.reading import read_task

SHIPPED = Path(__file__).parents[2] / "data" / "tasks"


def own_folder() -> Path:
    """The user's own tasks; they replace shipped ones of the same name."""
    return paths.config_folder() / "tasks"


def task_paths() -> dict[str, Path]:
    """Every task by its name."""
    found: dict[str, Path] = {}
    for folder in (SHIPPED, own_folder()):
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            found[path.stem] = path
    return dict(sorted(found.items()))


def find_task(name: str) -> Task:
    """The task of this name, or in this file; raises `TaskError`."""
    path = path_of(name)
    if os.sep in name or path.suffix == ".toml":
        if not is_file(path):
            raise TaskError(f"There is no task file {name}.", "Check the path.")
        return read_task(path)
    known = task_paths()
    if name not in known:
        hint = suggest(name, known) or "`llmplay tasks list` lists them."
        raise TaskError(f"There is no task {name!r}.", hint)
    return read_task(known[name])


def all_tasks() -> Iterator[Task]:
    """Every task; raises `TaskError` at the first that is wrong."""
    return map(read_task, task_paths().values())
