"""The README names everything that a task file can hold."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from playground.domain.metrics import METRICS
from playground.domain.metrics.constraints import CONSTRAINTS
from playground.domain.metrics.filters import CHOICE, FILTERS, WITH_ARGUMENT
from playground.services.tasks.reading import EXAMPLE_KEYS, TASK_KEYS

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("### The task file")[2].partition("\n## ")[0]
NAMED = {name.partition(":")[0] for name in re.findall(r"`([a-zA-Z_0-9:]+)`", SECTION)}


@pytest.mark.parametrize(
    "names", [TASK_KEYS, EXAMPLE_KEYS, {*FILTERS, CHOICE, *WITH_ARGUMENT}, CONSTRAINTS, METRICS]
)
def test_every_name_is_there(names: Iterable[str]) -> None:
    assert not set(names) - NAMED
