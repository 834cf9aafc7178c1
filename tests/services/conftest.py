from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.processes import children


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """No test leaves a model process."""
    before = children()
    yield
    assert children() <= before, "a model process outlived its test"
