"""The append-only session file: what was asked and answered is on disk as soon as it is known."""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playground import __version__
from playground.domain.edits import Edit, edit_block
from playground.domain.judgements import Judgement, Vote, judgement_block, vote_block
from playground.domain.runs import LaneRequest, LaneResult, RunRequest
from playground.domain.sessions import SCHEMA_MINOR, SessionHead, head_tables, lane_block, run_block
from playground.services import machine, paths
from playground.services.files import write_atomic
from playground.services.sessions import scanning
from playground.services.sessions.appending import AppendFile, failure
from playground.services.sessions.blocks import block_text, head_text
from playground.services.sessions.compaction import compacted, superfluous
from playground.services.sessions.errors import SessionError
from playground.services.sessions.opening import problems_of
from playground.services.sessions.reading import SessionFile, read_session


class SessionStore:
    """One session file, written by this process alone.

    The file is made with the first run, so that looking around leaves nothing behind.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Use this file, or a new one in the sessions folder.

        Raises `SessionError` where the file is no session, `SessionBusyError` where another process
        writes it. Half a record at its end is set aside, a file of an older schema is brought up to
        date with a copy of the old one beside it; `problems` tells of both.
        """
        now = datetime.now(UTC)
        self.id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        self.path = path or paths.sessions_folder() / f"{self.id}.toml"
        self.problems: tuple[str, ...] = ()
        """What was found when the file was opened, in words for people."""
        self._created = now
        self._runs = 0
        self._file: AppendFile | None = None
        self._early: list[bytes] = []
        """What waits for the file to be made."""
        self._loose = False
        self._elsewhere = False
        """Whether the session began on another machine."""
        self._writing = threading.Lock()  # lanes and judgements come from several threads
        self._votes: list[Vote] = []
        try:
            there = self.path.exists()
        except OSError as error:  # a folder that may not be searched, a name that is too long
            raise failure(self.path, error) from error
        if there:
            self._continue()

    @property
    def exists(self) -> bool:
        """Whether anything was written yet."""
        return self._file is not None

    @property
    def waiting(self) -> int:
        """Bytes that are only in memory, because they could not be written yet."""
        return self._file.waiting if self._file else sum(map(len, self._early))

    @property
    def runs(self) -> int:
        """The number of the last run; 0 where there was none."""
        return self._runs

    @property
    def votes(self) -> tuple[Vote, ...]:
        """All votes of this session, in the order they were cast."""
        return tuple(self._votes)

    def start_run(self, request: RunRequest, *, keep: bool = False) -> int:
        """Record the question before any answer; returns the number of the run, from 1.

        Raises `SessionError` where it cannot be written; the run is not begun then, unless `keep`
        lets it wait in memory.
        """
        with self._writing:
            block = run_block(self._runs + 1, datetime.now(UTC), request)
            if self._elsewhere:
                block["machine"] = asdict(machine.describe())
            self._runs += keep
            self._append(scanning.RUN, block, keep=keep)
            self._runs += not keep
            return self._runs

    def end_lane(self, lane: LaneRequest, result: LaneResult) -> None:
        """Record a lane of the run that was started last.

        As with everything below, what cannot be written raises `SessionError` and is kept in memory
        until the next attempt, at the latest on closing.
        """
        self._record(scanning.LANE, lane_block(lane, result))

    def keep_partial(
        self, lane: LaneRequest, text: str, known: Mapping[str, Any] | None = None
    ) -> None:
        """Record what a lane of the current run said since the last time, before it ends.

        `known` is what else became known of it meanwhile. A lane that ends makes its partial texts
        superfluous; they are taken out on closing.
        """
        named = {"lane": lane.index, "version": lane.version, "model": lane.entry.id}
        self._loose = True
        self._record(scanning.PARTIAL, {**named, **(known or {}), "text": text})

    def judge(self, judgement: Judgement) -> None:
        """Record what a person thinks of one output."""
        self._loose = True
        self._record(scanning.JUDGEMENT, judgement_block(judgement))

    def vote(self, vote: Vote) -> None:
        """Record which of two outputs a person found better."""
        self._votes.append(vote)
        self._record(scanning.VOTE, vote_block(vote))

    def edit(self, edit: Edit) -> None:
        """Record a change of the title, the tags or the conclusions, or a removal."""
        self._loose = True
        self._record(scanning.EDIT, edit_block(edit))

    def flush(self) -> None:
        """Write what waits; raises `SessionError` where that still cannot be."""
        with self._writing:
            if self._early:
                self._create()
            if self._file is not None:
                self._file.flush()

    def move(self, path: Path) -> None:
        """Go on in another file, with all there is by now; what was written stays as it is.

        Raises `SessionError` where that cannot be written either, or is there already.
        """
        with self._writing:
            before = self._file
            try:
                written = before.content() if before else self._head().encode("utf-8")
            except OSError as error:
                raise failure(self.path, error) from error
            waiting = before.unwritten if before else self._early
            self._file = AppendFile.create(path, b"".join([written, *waiting]))
            self.path, self._early = path, []
            if before is not None:
                before.close()

    def close(self) -> None:
        """Write what waits, fold in edits and let go of the file.

        Raises `SessionError` where something is lost with this: what waited and still does not fit.
        """
        try:
            self.flush()
            with self._writing:
                if self._loose and self._file is not None:
                    self._fold()
        finally:
            if self._file is not None:
                self._file.close()
            self._file, self._early = None, []

    def _record(self, kind: str, values: Mapping[str, Any]) -> None:
        with self._writing:
            self._append(kind, values, keep=True)

    def _append(self, kind: str, values: Mapping[str, Any], *, keep: bool) -> None:
        data = block_text(kind, values).encode("utf-8")
        try:
            file = self._file or self._create()
        except SessionError:
            if keep:
                self._early.append(data)
            raise
        file.append(data, keep=keep)

    def _fold(self) -> None:
        assert self._file is not None
        # A folder that takes no new file costs only tidiness: the next closing folds in the rest.
        with contextlib.suppress(OSError):
            file = SessionFile(self.path, self._file.content())
            if superfluous(file):
                self._file.replace(compacted(file))
        self._loose = False

    def _create(self) -> AppendFile:
        self._file = AppendFile.create(self.path, self._head().encode("utf-8"), self._early)
        self._early = []
        return self._file

    def _head(self) -> str:
        head = SessionHead(self.id, self.path.stem, self._created, f"llmplay {__version__}")
        return head_text(head_tables(head, asdict(machine.describe())))

    def _continue(self) -> None:
        """Go on with a file that is there."""
        read_session(self.path)  # what is no session is not even touched
        opened = AppendFile.open(self.path)
        try:
            try:
                file = SessionFile(self.path, opened.content())
            except OSError as error:
                raise failure(self.path, error) from error
            self._mend(file, opened)
            self.id = str(file.session.get("id", self.id))
            self._runs = file.last_run
            self._votes = list(file.votes)
            self._loose = superfluous(file)
            self._elsewhere = file.head.get("machine") != asdict(machine.describe())
        except BaseException:
            opened.close()
            raise
        self._file = opened

    def _mend(self, file: SessionFile, opened: AppendFile) -> None:
        """Set aside half a record, bring an older file up to date."""
        problems = list(problems_of(file))
        try:
            if problems:
                aside = _beside(self.path, ".torn")
                write_atomic(aside, file.torn)  # private from its first byte on
                opened.truncate(file.whole)
                problems.append(f"They are set aside in {aside}.")
            if file.minor < SCHEMA_MINOR:
                backup = _beside(self.path, f".schema-1.{file.minor}.bak")
                write_atomic(backup, file.data)
                opened.replace(compacted(file))
                problems.append(f"{self.path} was brought up to date; as it was: {backup}.")
        except OSError as error:
            raise failure(self.path, error) from error
        self.problems = tuple(problems)


def _beside(path: Path, ending: str) -> Path:
    """A name that is not taken yet."""
    wanted, number = Path(f"{path}{ending}"), 1
    while wanted.exists():
        number += 1
        wanted = Path(f"{path}{ending}.{number}")
    return wanted
