from __future__ import annotations

import subprocess
import sys

import pytest

from playground.services.hub.apart import apart

_HANGS = """
import asyncio, threading
from playground.services.hub.apart import apart
async def main():
    task = asyncio.create_task(apart(threading.Event().wait))
    await asyncio.sleep(0)
    task.cancel()
asyncio.run(main())
"""


async def test_what_a_call_gives_and_what_it_raises() -> None:
    assert await apart(int, "12", base=8) == 10
    with pytest.raises(ValueError, match="invalid literal"):
        await apart(int, "x")


def test_a_call_that_hangs_does_not_keep_the_program_from_ending() -> None:
    subprocess.run([sys.executable, "-c", _HANGS], check=True, timeout=60)
