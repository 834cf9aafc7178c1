"""Kills pulls at a byte of their content: `python -m tests.services.hub.killing [ROUNDS] [SEED]`.

A child process that has imported everything waits for orders and forks for each pull, so that a
round costs tens of milliseconds. The server kills the fork while it sends the byte.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services.hub.server import HubServer

ROOT = Path(__file__).parents[3]
_UNWRITTEN = 2**18  # bytes that may still be gathered when the line stops

_FORKER = """
import asyncio, os, sys
from playground.services.hub import cache, targets
from playground.services.hub.api import Hub
from playground.services.hub.downloads import Downloads
import huggingface_hub.errors, huggingface_hub.utils, filelock, httpx2

async def fetch(pull):
    downloads = Downloads(hub)
    downloads.add(pull)
    await downloads.settle()
    return 0 if downloads.progress[0].state == "done" else 1

# Loading the certificates of the machine takes longer than a pull; nothing here is encrypted.
huggingface_hub.set_async_client_factory(
    lambda: httpx2.AsyncClient(follow_redirects=True, verify=False)
)
hub = Hub()
pull = targets.look_up(hub, sys.argv[1])
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os.environ["HF_HUB_CACHE"] = line.strip()
        os._exit(asyncio.run(fetch(pull)))
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@dataclass(slots=True)
class Forker:
    """Pulls one file in a new process as often as it is told to."""

    process: subprocess.Popen[str]
    server: HubServer

    def pull(self, folder: Path, kill_at: int | None = None, *, written: bool = False) -> int:
        """Pull into a cache; returns the exit code, -9 where the server killed it at the byte.

        `written` waits with the kill until the bytes are on disk, as far as they will be.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        holder: list[int] = []

        def kill(sent: int) -> None:
            while written and _on_disk(folder) < sent - _UNWRITTEN:
                time.sleep(0.001)
            os.kill(holder[0], signal.SIGKILL)

        self.server.faults.at_byte = None
        hold = self.server.faults.hold
        assert hold is not None
        hold.clear()
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()
        holder.append(int(self.process.stdout.readline()))
        self.server.faults.at_byte = None if kill_at is None else (kill_at, kill)
        hold.set()
        return int(self.process.stdout.readline())


def _on_disk(folder: Path) -> int:
    return sum(blob.stat().st_size for blob in folder.glob("models--*/blobs/*"))


@contextmanager
def forking(server: HubServer, target: str) -> Iterator[Forker]:
    """A process that pulls on order."""
    server.faults.hold = threading.Event()
    process = subprocess.Popen(
        [sys.executable, "-c", _FORKER, target],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "HF_ENDPOINT": server.url, "HF_HUB_OFFLINE": "0"},
    )
    with process:
        yield Forker(process, server)
        assert process.stdin is not None
        process.stdin.close()
    server.faults.hold = None
    server.faults.at_byte = None


def round_of(forker: Forker, data: bytes, dice: random.Random, kills: int = 1) -> int:
    """Kill pulls at random bytes, then let one end; returns the bytes that were kept.

    Asserts that nothing stood under a final name before, and that all is equal afterwards.
    """
    kept = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(kills):
            kill_at = dice.randrange(len(data) - kept)
            killed = forker.pull(folder, kill_at, written=dice.random() < 0.8)
            assert killed == -signal.SIGKILL
            assert not list(folder.glob("models--*/snapshots/*/*"))
            blobs = list(folder.glob("models--*/blobs/*"))
            assert all(blob.name.endswith(".incomplete") for blob in blobs), blobs
            kept = sum(blob.stat().st_size for blob in blobs)
            assert all(data.startswith(blob.read_bytes()) for blob in blobs)
        before = len(forker.server.requests("content"))
        assert forker.pull(folder) == 0
        starts = [asked.start for asked in forker.server.requests("content")[before:]]
        assert starts == [kept]
        (whole,) = folder.glob("models--*/snapshots/*/*")
        assert whole.read_bytes() == data
        assert not list(folder.glob("models--*/blobs/*.incomplete"))
    return kept


def main(rounds: int, seed: int) -> None:
    """Kill so many pulls and say how it went."""
    from tests.services.hub.conftest import LLAMA, WEIGHTS
    from tests.services.hub.server import serving
    from tests.services.hub.stored import Stored

    data = (WEIGHTS / "demo-llama.F16.gguf").read_bytes()
    dice = random.Random(seed)
    with serving() as server:
        server.repos[LLAMA] = Stored({"demo.gguf": data})
        with forking(server, f"{LLAMA}:demo.gguf") as forker:
            kept = [round_of(forker, data, dice) for _ in range(rounds)]
    resumed = sum(1 for one in kept if one)
    print(f"{rounds} pulls of {len(data)} bytes killed (seed {seed}), all equal in the end;")
    print(f"{resumed} went on from what was kept, {sum(kept) / rounds:.0f} bytes on average")


if __name__ == "__main__":
    main(*(int(argument) for argument in [*sys.argv[1:], "100", "1"][:2]))
