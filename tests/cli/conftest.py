from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.processes import children


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """No program leaves a process behind."""
    before = children()
    yield
    assert children() <= before, "a process outlived its test"
