"""Before an evaluation begins: its folder, the command that repeats it, what stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from playground.domain.catalog import CatalogEntry
from playground.domain.runs import RunRequest, plan
from playground.domain.templates import Template
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.evaluation.order import Order
from playground.services.evaluation.store import PLAN, Folder
from playground.services.fit import FitService
from playground.services.local import resolve


def evaluations_folder() -> Path:
    """Where evaluations lie unless another place is named."""
    return paths.data_folder() / "evaluations"


def new_folder() -> Path:
    """A folder for an evaluation that begins now; it does not exist yet."""
    name = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    folder, number = evaluations_folder() / name, 1
    while folder.exists():
        number += 1
        folder = evaluations_folder() / f"{name}-{number}"
    return folder


def repeat_command(
    tasks: Iterable[str],
    models: Iterable[str],
    *,
    limit: int | None,
    threads: int | None,
    seed: int,
    samples: int,
    execute: bool,
    template: str = "auto",
) -> tuple[str, ...]:
    """The words that repeat it, whoever gave which by default."""
    words = ["llmplay", "eval", *tasks]
    for model in models:
        words += ["-m", model]
    for name, value in (("--limit", limit), ("--threads", threads)):
        if value is not None:
            words += [name, str(value)]
    if template != "auto":
        words += ["--template", template]
    words += ["--seed", str(seed), "--samples", str(samples)]
    return (*words, "--allow-code-execution") if execute else tuple(words)


def memory_problems(
    models: Sequence[CatalogEntry],
    fits: FitService,
    templates: Mapping[str, Template],
    others: Iterable[CatalogEntry],
) -> list[str]:
    """Why the models cannot all be in memory; empty where they can."""
    whole = RunRequest("", "", plan(models, templates, prompt="").lanes)
    return fits.problems(whole, others=others)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An evaluation that was begun some time."""

    folder: Path
    plan: Mapping[str, Any]

    @property
    def tasks(self) -> tuple[str, ...]:
        """The names of its tasks."""
        return tuple(one["name"] for one in self.plan["tasks"])

    @property
    def models(self) -> tuple[str, ...]:
        """The ids of its models."""
        return tuple(one["id"] for one in self.plan["models"])


def earlier() -> list[Earlier]:
    """The evaluations in their usual place, the newest first; what cannot be read is left out."""
    found = []
    for path in sorted(evaluations_folder().glob(f"*/{PLAN}"), reverse=True):
        try:
            one = Earlier(path.parent, Folder(path.parent).plan())
            _ = one.tasks, one.models
        except (PlaygroundError, KeyError, TypeError):
            continue
        found.append(one)
    return found


def order_of(folder: Folder) -> Order:
    """What was asked of an evaluation that was begun, to go on with it.

    Raises `PlaygroundError` where a model of it is not on this machine any more.
    """
    plan_ = folder.plan()
    asked = plan_["asked"]
    return Order(
        tuple(folder.tasks()),
        tuple(map(_entry, plan_["models"])),
        limit=asked["limit"] or None,
        seed=asked["seed"],
        samples=asked["samples"],
        execute=asked["execute"],
        template=asked.get("template", "auto"),
        command=tuple(plan_["command"]),
    )


def _entry(model: Mapping[str, Any]) -> CatalogEntry:
    """A model by its id, else by its file."""
    try:
        return resolve(model["id"])
    except PlaygroundError:
        if "path" not in model:
            raise
        return resolve(model["path"])
