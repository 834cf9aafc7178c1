"""The folder of an evaluation: what was asked, and every answer as soon as it is judged."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from playground.domain.evaluation import Record
from playground.domain.tasks import Task
from playground.errors import PlaygroundError
from playground.services.files import read_toml, toml_text, write_atomic
from playground.services.tasks.reading import read_task

SCHEMA = 1
PLAN, RECORDS, SESSION = "evaluation.toml", "records.jsonl", "session.toml"
CONCLUSIONS = "conclusions.md"
"""What the user makes of it; the findings take it in."""
_FIELDS = {field.name for field in fields(Record)}


class EvaluationError(PlaygroundError):
    """An evaluation cannot be started, gone on with or read."""


class Folder:
    """One evaluation on the disk, written by one process alone."""

    def __init__(self, path: Path) -> None:
        """The folder need not exist."""
        self.path = path
        self._descriptor: int | None = None

    @property
    def begun(self) -> bool:
        """Whether an evaluation is in it."""
        return (self.path / PLAN).is_file()

    @property
    def session(self) -> Path:
        """The ordinary session that holds prompts and answers in full."""
        return self.path / SESSION

    def begin(self, plan: Mapping[str, Any], tasks: list[Task]) -> None:
        """Put down what is asked, with the tasks as they are now."""
        try:
            for task in tasks:
                self._keep(task)
            write_atomic(self.path / PLAN, toml_text({"schema": SCHEMA, **plan}).encode("utf-8"))
        except OSError as error:
            raise self._failure(error) from error

    def plan(self) -> dict[str, Any]:
        """What was asked; raises `EvaluationError` where nothing was."""
        if not self.begun:
            raise EvaluationError(
                f"{self.path} holds no evaluation.", "Name a folder that `llmplay eval` wrote."
            )
        plan = read_toml(self.path / PLAN)
        if plan.get("schema") != SCHEMA:
            raise EvaluationError(
                f"{self.path / PLAN} has schema {plan.get('schema')!r}; this reads {SCHEMA}.",
                "Update llmplay.",
            )
        return plan

    def tasks(self) -> list[Task]:
        """The tasks as they were when it began."""
        folder = self.path / "tasks"
        return [read_task(folder / f"{one['name']}.toml") for one in self.plan()["tasks"]]

    def conclusions(self) -> str:
        """What the user wrote of it; empty where there is nothing."""
        try:
            return (self.path / CONCLUSIONS).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def open(self) -> None:
        """Take the folder for this process; raises `EvaluationError` where another has it."""
        try:
            self._descriptor = os.open(
                self.path / RECORDS, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600
            )
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EvaluationError(
                f"{self.path} is being written by another llmplay.", "Wait for it, or stop it."
            ) from None
        except OSError as error:
            raise self._failure(error) from error
        self._drop_torn_line()

    def add(self, record: Record) -> None:
        """Append one record, on disk when this returns."""
        assert self._descriptor is not None
        data = (json.dumps(asdict(record), ensure_ascii=True) + "\n").encode("ascii")
        end = os.fstat(self._descriptor).st_size
        try:
            if os.write(self._descriptor, data) < len(data):
                raise OSError(28, "the disk took only part of it")
            os.fsync(self._descriptor)
        except OSError as error:
            os.ftruncate(self._descriptor, end)
            raise self._failure(error) from error

    def close(self) -> None:
        """Let go of the folder."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def records(self) -> list[Record]:
        """Every record; of several of one answer the last, and no line that was cut off."""
        try:
            data = (self.path / RECORDS).read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._failure(error) from error
        found: dict[tuple[str, str, str, int], Record] = {}
        for number, line in enumerate(data.split(b"\n")[:-1], 1):
            try:
                values = json.loads(line)
                record = Record(**{key: values[key] for key in values if key in _FIELDS})
            except (ValueError, TypeError, RecursionError) as error:
                raise EvaluationError(
                    f"{self.path / RECORDS}, line {number} is no record: {error}.",
                    "Remove that line and go on with --resume.",
                ) from error
            found[record.key] = record
        return list(found.values())

    def _drop_torn_line(self) -> None:
        assert self._descriptor is not None
        data = (self.path / RECORDS).read_bytes()
        if data and not data.endswith(b"\n"):
            os.ftruncate(self._descriptor, data.rfind(b"\n") + 1)

    def _keep(self, task: Task) -> None:
        source = Path(task.path)
        folder = self.path / "tasks"
        write_atomic(folder / source.name, source.read_bytes())
        named = read_toml(source).get("examples")
        if isinstance(named, str):
            write_atomic(folder / Path(named).name, (source.parent / named).read_bytes())

    def _failure(self, error: OSError) -> EvaluationError:
        return EvaluationError(
            f"{self.path} cannot be used: {error.strerror or error}.", "Name another with --out."
        )
