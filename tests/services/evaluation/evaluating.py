"""Evaluations carried out in this process, with real model processes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playground.domain.catalog import CatalogEntry
from playground.domain.evaluation import Record
from playground.domain.tasks import Task
from playground.services.catalog import load_templates
from playground.services.evaluation.order import Order
from playground.services.evaluation.running import Evaluation
from playground.services.evaluation.store import Folder
from playground.services.settings import Settings
from playground.services.tasks.reading import read_task


async def evaluate(
    folder: Path,
    task: Task | Sequence[Task],
    *models: CatalogEntry,
    resume: bool = False,
    **more: Any,
) -> list[Record]:
    """The records that one evaluation writes, in the order in which they came."""
    tasks = (task,) if isinstance(task, Task) else tuple(task)
    order = Order(tasks, models, **more)
    evaluation = Evaluation(order, Folder(folder), Settings(), load_templates())
    evaluation.prepare(resume=resume)
    try:
        return [record async for record in evaluation.run()]
    finally:
        evaluation.close()


def write_task(folder: Path, prompts: Sequence[str], metrics: str, **example: object) -> Task:
    """A task that asks these prompts as they are."""
    folder.mkdir(exist_ok=True)
    rows = ({"id": f"{at}", "asked": one, **example} for at, one in enumerate(prompts, 1))
    (folder / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    path = folder / "own.toml"
    path.write_text(
        'schema = 1\nname = "own"\ntitle = "Own"\ndescription = "Own."\nquestion = "Which?"\n'
        'license = "Apache-2.0"\nsource = "This test."\nprompt = "{{asked}}"\n'
        'variables = ["asked"]\nfilters = ["strip"]\nexamples = "own.jsonl"\n'
        f"[generation]\ntemperature = 0.0\nmax_new_tokens = 8\n[metrics]\n{metrics}\n"
    )
    return read_task(path)
