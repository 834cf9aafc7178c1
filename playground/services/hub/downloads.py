"""Downloads side by side: begun, paused, gone on with, given up."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from playground.domain.downloads import Progress, RateMeter, State
from playground.domain.hub import HubError, Pull, RemoteFile
from playground.services.hub import cache, unfinished
from playground.services.hub.api import Hub
from playground.services.hub.errors import explained
from playground.services.hub.transfer import Patience, Places, Transfer

AT_ONCE = 3
"""More share the same line and only make each slower."""


@dataclass(slots=True)
class _Job:
    pull: Pull
    state: State = "waiting"
    here: dict[str, int] = field(default_factory=dict)
    """Bytes on disk of each file."""
    detail: str = ""
    error: HubError | None = None
    path: Path | None = None
    meter: RateMeter = field(default_factory=RateMeter)
    task: asyncio.Task[None] | None = None
    ending: State = "paused"
    """What it becomes when its task is cancelled."""

    @property
    def done(self) -> int:
        return sum(self.here.values())

    @property
    def moving(self) -> bool:
        return self.task is not None and not self.task.done()

    @property
    def ends(self) -> bool:
        """Whether it was asked to end."""
        return self.task is not None and self.task.cancelling() > 0


class Downloads:
    """All downloads of a sitting; needs a running loop."""

    def __init__(
        self,
        hub: Hub,
        *,
        patience: Patience | None = None,
        at_once: int = AT_ONCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`at_once` downloads go on at the same time, the others wait for their turn."""
        self._hub = hub
        self._patience = patience or Patience()
        self._turn = asyncio.Semaphore(at_once)
        self._clock = clock
        self._jobs: dict[str, _Job] = {}

    @property
    def progress(self) -> tuple[Progress, ...]:
        """Every download in the order in which they were begun."""
        return tuple(self._progress(job) for job in self._jobs.values())

    @property
    def moving(self) -> bool:
        """Whether any goes on by itself."""
        return any(job.moving for job in self._jobs.values())

    def pull(self, id_: str) -> Pull:
        """What a download fetches."""
        return self._jobs[id_].pull

    def add(self, pull: Pull) -> str:
        """Begin a download, or go on with the one that is known already; returns its id.

        Raises `HubError` where the disk has no room for it.
        """
        known = self._jobs.get(pull.id)
        if known is not None and known.moving and not known.ends:
            return pull.id
        promised = sum(job.pull.size - job.done for job in self._jobs.values() if job.moving)
        before = unfinished.recall(pull)
        if before is not None and before.everything != pull.everything:
            cache.discard(before)  # the file on the hub is another one now
        cache.check_space(pull, promised=promised)
        unfinished.remember(pull)
        self._start(_Job(pull), known.task if known is not None else None)
        return pull.id

    def restore(self, pulls: Iterable[Pull]) -> None:
        """Add what earlier launches left unfinished, paused."""
        for pull in pulls:
            if pull.id not in self._jobs:
                job = _Job(pull, state="paused")
                job.here = {pull.files[0].name: cache.here(pull)}
                self._jobs[pull.id] = job

    def pause(self, id_: str) -> None:
        """Hold a download; what came so far stays on disk."""
        self._end(self._jobs[id_], "paused")

    def resume(self, id_: str) -> None:
        """Go on with a download that does not move; raises `HubError` where there is no room."""
        self.add(self._jobs[id_].pull)

    def cancel(self, id_: str) -> None:
        """Give a download up and delete what came of it; a whole model stays."""
        job = self._jobs[id_]
        if job.state in {"done", "cancelled"}:
            return
        moving = job.moving
        self._end(job, "cancelled")
        if not moving:
            self._discard(job)

    def clear(self) -> None:
        """Forget what ended: whole ones and those that were given up."""
        for id_, job in list(self._jobs.items()):
            if job.state in {"done", "cancelled"} and not job.moving:
                del self._jobs[id_]

    async def settle(self) -> None:
        """Wait until none goes on by itself."""
        while tasks := [job.task for job in self._jobs.values() if job.task and job.moving]:
            await asyncio.wait(tasks)

    async def close(self) -> None:
        """Pause all of them and wait until every file is closed."""
        for job in self._jobs.values():
            self._end(job, "paused")
        await self.settle()

    def _start(self, job: _Job, before: asyncio.Task[None] | None) -> None:
        self._jobs[job.pull.id] = job
        job.here = {job.pull.files[0].name: cache.here(job.pull)}
        job.task = asyncio.create_task(self._run(job, before))

    def _end(self, job: _Job, state: State) -> None:
        if job.moving and job.task is not None:
            job.ending = state
            job.state, job.detail = state, ""
            if not job.ends:  # a second time would not let it close its file
                job.task.cancel()

    async def _run(self, job: _Job, before: asyncio.Task[None] | None) -> None:
        try:
            if before is not None:  # the same download, about to end
                await asyncio.wait([before])
            async with self._turn:
                job.here = {file.name: _here(job.pull, file) for file in job.pull.everything}
                for file in job.pull.everything:
                    await self._transfer(job, file).run()
                    job.here[file.name] = file.size
                job.path = await asyncio.to_thread(cache.publish, job.pull)
            job.state, job.detail = "done", ""
            unfinished.forget(job.pull)
        except asyncio.CancelledError:
            job.state, job.detail = job.ending, ""
            if job.ending == "cancelled":
                self._discard(job)
        except HubError as error:
            job.state, job.detail, job.error = "failed", "", error
        except OSError as error:
            job.state, job.detail = "failed", ""
            job.error = explained(error, job.pull.repo, endpoint=self._hub.endpoint)

    def _transfer(self, job: _Job, file: RemoteFile) -> Transfer:
        def tell(state: State, here: int, detail: str) -> None:
            if job.state not in {"paused", "cancelled"}:
                job.state, job.detail = state, detail
            job.here[file.name] = here
            if state == "active":
                job.meter.add(self._clock(), job.done)

        places = Places(
            cache.blob(job.pull.repo, file),
            cache.partial(job.pull.repo, file),
            cache.lock(job.pull.repo, file),
        )
        return Transfer(
            self._hub,
            repo=job.pull.repo,
            commit=job.pull.commit,
            file=file,
            places=places,
            tell=tell,
            patience=self._patience,
        )

    def _discard(self, job: _Job) -> None:
        job.state, job.here = "cancelled", {}
        with contextlib.suppress(OSError):
            cache.discard(job.pull)
        unfinished.forget(job.pull)

    def _progress(self, job: _Job) -> Progress:
        return Progress(
            id=job.pull.id,
            name=job.pull.name,
            state=job.state,
            done=job.done,
            total=job.pull.size,
            rate=job.meter.rate(self._clock()),
            detail=job.detail,
            path=str(job.path) if job.path is not None else None,
            error=job.error,
        )


def _here(pull: Pull, file: RemoteFile) -> int:
    return cache.here(replace(pull, files=(file,), papers=()))
