"""One file from the hub to its place in the cache.

`hf_hub_download` begins a download anew in every process; here what a killed program left is kept
and gone on with, by a range request. The content is hashed as it comes, and the file gets its name
by one rename after its hash was found right.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from playground.domain.downloads import State
from playground.domain.hub import HubError, RemoteFile
from playground.services.hub.answers import Again, Changed, check
from playground.services.hub.apart import apart
from playground.services.hub.api import Hub
from playground.services.hub.digest import Digest
from playground.services.hub.errors import explained

if TYPE_CHECKING:
    import httpx2

_WINDOW = 20 * 2**30  # bytes asked for at once; the hub's network refuses answers above 50 GB
_FLUSH_BYTES = 2**18
_FLUSH_SECONDS = 0.25
_LOCK_SECONDS = 0.25
_HASH_BYTES = 2**25
_LOCKED = "another program fetches the same file"

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a line that drops is tried again."""

    tries: int = 6
    """In a row without one new byte."""
    first_seconds: float = 1.0
    """Before the second try; doubled each time."""
    longest_seconds: float = 30.0
    asked_seconds: float = 120.0
    """The longest wait that the hub may ask for; above it the download fails."""

    def pause(self, failures: int) -> float:
        """Seconds to wait after so many failures."""
        return float(min(self.longest_seconds, self.first_seconds * 2.0 ** (failures - 1)))


@dataclass(frozen=True, slots=True)
class Places:
    """Where a file goes."""

    whole: Path
    growing: Path
    lock: Path


Tell = Callable[[State, int, str], None]
"""Told the state, the bytes on disk, and what is waited for."""


class Transfer:
    """Fetches one file of a repository; cancelling the task keeps what came so far."""

    def __init__(
        self,
        hub: Hub,
        *,
        repo: str,
        commit: str,
        file: RemoteFile,
        places: Places,
        tell: Tell,
        patience: Patience,
    ) -> None:
        """`tell` is called in the loop, often."""
        self._hub = hub
        self._repo = repo
        self._file = file
        self._places = places
        self._tell = tell
        self._patience = patience
        self._address = hub.address(repo, commit, file.name)
        self._at = 0
        self._digest = Digest(file)

    async def run(self) -> None:
        """Fetch what is missing and check the whole; raises `HubError`."""
        try:
            self._places.growing.parent.mkdir(parents=True, exist_ok=True)
            async with self._locked():
                if not self._places.whole.exists():
                    await self._fetch()
        except HubError:
            raise
        except Exception as error:
            raise self._explained(error) from error

    async def _fetch(self) -> None:
        if await self._attempt() and not self._digest.right:
            # What an earlier program left was damaged, by a crash of the machine for one.
            self._places.growing.unlink()
            await self._attempt()
        if not self._digest.right:
            self._places.growing.unlink()
            raise HubError(
                "checksum",
                f"{self._file.name} of {self._repo} came damaged: its hash is "
                f"{self._digest.found[:16]}…, the hub lists {self._file.etag[:16]}….",
                "It was deleted. Pull again; if this happens again, the copy on the hub or a "
                "proxy on the way is broken: choose another file.",
            )
        self._places.growing.replace(self._places.whole)

    async def _attempt(self) -> bool:
        """Fetch to the last byte; True where it began with what was there."""
        with self._places.growing.open("ab+", buffering=0) as file:
            self._at = file.seek(0, os.SEEK_END)
            if self._at > self._file.size:
                self._restart(file)
            resumed = self._at > 0
            self._digest = Digest(self._file)
            if resumed:
                await self._hash(file)
            await self._stream(file)
            await asyncio.to_thread(os.fsync, file.fileno())
        return resumed

    async def _hash(self, file: BinaryIO) -> None:
        """What is here already, in pieces, so that a pause does not wait for the whole."""
        file.seek(0)
        for start in range(0, self._at, _HASH_BYTES):
            self._tell("checking", self._at, "checking what is here already")
            await _to_its_end(self._digest.read, file, min(_HASH_BYTES, self._at - start))

    async def _stream(self, file: BinaryIO) -> None:
        failures = 0
        # In a thread: the library is imported, and may ask the hub for a list of user agents.
        headers = await apart(self._hub.headers)
        async with self._hub.session() as client:
            while self._at < self._file.size:
                before = self._at
                try:
                    await self._window(client, headers, file)
                except Changed:
                    self._restart(file)
                except Again as again:
                    failures = 1 if self._at > before else failures + 1
                    wait = self._patience.pause(failures) if again.wait is None else again.wait
                    if failures >= self._patience.tries or wait > self._patience.asked_seconds:
                        raise again.error from again
                    self._tell("retrying", self._at, f"{again.reason}, goes on in {wait:.0f} s")
                    await asyncio.sleep(wait)

    async def _window(
        self, client: httpx2.AsyncClient, headers: Mapping[str, str], file: BinaryIO
    ) -> None:
        """Ask for what is missing and write what comes; raises `Again` where it ended early."""
        import httpx2  # what huggingface_hub speaks HTTP with; loaded with it
        from huggingface_hub.constants import HF_HUB_DOWNLOAD_TIMEOUT

        before = self._at
        last = min(self._file.size, self._at + _WINDOW) - 1
        ranged = {**headers, "Range": f"bytes={self._at}-{last}"}
        timeout = float(HF_HUB_DOWNLOAD_TIMEOUT)
        try:
            async with client.stream(
                "GET", self._address, headers=ranged, timeout=timeout
            ) as response:
                await check(response, self._at, self._file.size)
                if response.status_code == 200 and self._at > 0:  # a server without ranges
                    self._restart(file)
                self._tell("active", self._at, "")
                await self._write(response.aiter_raw(), file)
        except httpx2.TransportError as error:
            raise Again("the line dropped", self._explained(error)) from error
        if self._at == before:
            empty = HubError("server", f"The hub sends nothing of {self._file.name}.", "Try later.")
            raise Again("nothing came", empty)

    async def _write(self, chunks: AsyncIterator[bytes], file: BinaryIO) -> None:
        """Write and hash in a thread while more comes; what came before an error is kept too."""
        gathered = bytearray()
        flushed = time.monotonic()
        keeping: asyncio.Future[None] | None = None
        try:
            async for chunk in chunks:
                gathered += chunk
                now = time.monotonic()
                if len(gathered) >= _FLUSH_BYTES or now - flushed >= _FLUSH_SECONDS:
                    if keeping is not None:
                        await asyncio.shield(keeping)
                    piece = asyncio.to_thread(self._keep, bytes(gathered), file)
                    keeping = asyncio.ensure_future(piece)
                    keeping.add_done_callback(lambda _: self._tell("active", self._at, ""))
                    gathered, flushed = bytearray(), now
        finally:
            if keeping is not None:
                await keeping
            self._keep(bytes(gathered), file)
            self._tell("active", self._at, "")

    def _keep(self, piece: bytes, file: BinaryIO) -> None:
        view = memoryview(piece)[: self._file.size - self._at]
        while view:
            written = file.write(view)
            self._digest.update(view[:written])
            self._at += written
            view = view[written:]

    def _restart(self, file: BinaryIO) -> None:
        file.truncate(0)
        self._at = 0
        self._digest = Digest(self._file)

    @contextlib.asynccontextmanager
    async def _locked(self) -> AsyncIterator[None]:
        """Be the only program that fetches this file; the lock goes with the process."""
        from filelock import Timeout  # huggingface_hub's own; loaded with it
        from huggingface_hub.utils import WeakFileLock

        self._places.lock.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            while True:
                try:
                    stack.enter_context(WeakFileLock(self._places.lock, timeout=0.01))
                    break
                except Timeout:
                    self._tell("waiting", self._at, _LOCKED)
                    await asyncio.sleep(_LOCK_SECONDS)
            yield

    def _explained(self, error: Exception) -> HubError:
        return explained(error, self._repo, endpoint=self._hub.endpoint, file=self._file.name)


async def _to_its_end(call: Callable[..., Result], *arguments: object) -> Result:
    """Call in a thread; a task that is cancelled waits for the call, whose file is then closed."""
    running = asyncio.ensure_future(asyncio.to_thread(call, *arguments))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await running
        raise
