from __future__ import annotations

from collections.abc import Iterator

import pytest

from playground.services import machine, scheduler
from tests.processes import children


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """No test leaves a model process."""
    before = children()
    yield
    assert children() <= before, "a model process outlived its test"


@pytest.fixture(autouse=True)
def _nobody_else_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """What else runs on the machine of the tests decides nothing."""

    async def nobody(_: object) -> float:
        return 0.0

    monkeypatch.setattr(scheduler, "cores_of_others", nobody)


@pytest.fixture
def one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with a single core for models."""
    monkeypatch.setattr(machine, "usable_cores", lambda: 1)


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with two cores for models."""
    monkeypatch.setattr(machine, "usable_cores", lambda: 2)
