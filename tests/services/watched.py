"""Readers of hostile files, each with the path of one, for a process that counts what they cost."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playground.engines.client import EngineClient
from playground.engines.codec import decode
from playground.engines.protocol import Load
from playground.services.tasks.importing import bring
from playground.services.tasks.rows import read_rows


def message(path: Path) -> None:
    """A line of a model process."""
    decode(path.read_bytes())


def replies(path: Path) -> None:
    """Everything a model process says."""

    async def listen() -> None:
        client = await EngineClient.start(command=("/bin/cat", str(path)), stall_seconds=60)
        await client.load(Load("m.gguf", "gguf", 1, 1))

    asyncio.run(listen())


def examples(path: Path) -> None:
    """The examples beside a task."""
    read_rows(path, "task.toml")


def data_set(path: Path) -> None:
    """A data set whose layout is the name of the file."""
    with tempfile.TemporaryDirectory() as folder:
        bring(path.stem, path, "brought", folder=Path(folder))
