"""Model processes that the tests of one module share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from playground.engines.client import EngineClient
from tests.engines.talk import loaded
from tests.processes import children


@pytest.fixture(scope="module", autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """No test module leaves a process."""
    before = children()
    yield
    assert children() <= before, "a model process outlived its tests"


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["llama", "gpt2"])
async def client(
    request: pytest.FixtureRequest, llama: Path, gpt2: Path
) -> AsyncIterator[EngineClient]:
    """A process with a llama and one with a gpt2, both with a context of 256."""
    path, kind = (llama, "gguf") if request.param == "llama" else (gpt2, "gpt2")
    async with loaded(path, kind, context_length=256) as one:
        yield one
