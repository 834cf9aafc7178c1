"""What a person wants to know of which models, and how it is put down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from playground import __version__
from playground.domain.catalog import CatalogEntry
from playground.domain.tasks import Example, Task
from playground.services import machine
from playground.services.energy import EnergyMeter

SAMPLED_TEMPERATURE = 0.8
"""Where several samples are asked for and the task's own temperature would make them all equal."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants to know."""

    tasks: tuple[Task, ...]
    models: tuple[CatalogEntry, ...]
    limit: int | None = None
    """Examples per task, spread over its length; None for all."""
    seed: int = 0
    samples: int = 1
    execute: bool = False
    """Whether generated code may be run, in the sandbox."""
    threads: int | None = None
    template: str = "auto"
    """Of the prompts; as in a run. "raw" asks a base model behind an endpoint plainly."""
    command: tuple[str, ...] = ()
    """The words that repeat it."""

    def examples(self, task: Task) -> tuple[Example, ...]:
        """The examples that are asked, evenly spread."""
        count = len(task.examples)
        if self.limit is None or self.limit >= count:
            return task.examples
        return tuple(task.examples[at * count // self.limit] for at in range(self.limit))

    def sampling(self, task: Task) -> dict[str, float | int]:
        """The sampling parameters of a task."""
        values: dict[str, float | int] = {**task.generation, "seed": self.seed}
        if self.samples > 1 and values.get("temperature") == 0:
            values["temperature"] = SAMPLED_TEMPERATURE
        return values

    @property
    def total(self) -> int:
        """Answers in all."""
        examples = sum(len(self.examples(task)) for task in self.tasks)
        return examples * len(self.models) * self.samples

    def plan(self) -> dict[str, Any]:
        """What stands in the folder."""
        return {
            "asked": {
                "seed": self.seed,
                "samples": self.samples,
                "limit": self.limit or 0,
                "execute": self.execute,
                **({} if self.template == "auto" else {"template": self.template}),
            },
            "program": f"llmplay {__version__}",
            "begun": datetime.now(UTC),
            "command": list(self.command),
            "machine": {**_machine()},
            "energy": EnergyMeter().problem or "measured",
            "tasks": [
                {"name": task.name, "version": task.version, "digest": task.digest}
                for task in self.tasks
            ],
            "models": [_model(entry) for entry in self.models],
        }


def _machine() -> dict[str, Any]:
    found = machine.describe()
    return {name: getattr(found, name) for name in found.__slots__}


def _model(entry: CatalogEntry) -> dict[str, Any]:
    values = {
        "id": entry.id,
        "name": entry.name,
        "path": entry.path,
        "architecture": entry.architecture,
        "quantisation": entry.quantisation,
        "parameters": entry.parameters,
        "size_bytes": entry.size_bytes,
        "licence": entry.license,
        "source": entry.repo or entry.url or ("comes with llmplay" if entry.bundled else None),
        "endpoint": entry.endpoint.base_url if entry.endpoint else None,
    }
    return {key: value for key, value in values.items() if value is not None}
