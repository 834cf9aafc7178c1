"""The append-only session file: what was asked and answered is on disk as soon as it is known."""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from playground import __version__
from playground.domain.judgements import (
    Judgement,
    Vote,
    judgement_block,
    read_vote,
    vote_block,
)
from playground.domain.runs import LaneRequest, LaneResult, RunRequest
from playground.domain.sessions import (
    SCHEMA,
    SessionHead,
    head_tables,
    lane_block,
    restored,
    run_block,
    with_partials,
    writable,
)
from playground.errors import PlaygroundError
from playground.services import machine, paths
from playground.services.files import read_toml, toml_text, write_atomic


class SessionError(PlaygroundError):
    """A session file cannot be opened, read or written."""


class _Span(NamedTuple):
    """Bytes of the file, from `start` up to `end`."""

    start: int
    end: int


class SessionStore:
    """One session file, written by this process alone.

    The file is made with the first run, so that looking around leaves nothing behind.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Use this file, or a new one in the sessions folder.

        Raises `SessionError` where the file is no session or another process writes it.
        """
        now = datetime.now(UTC)
        self.id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        self.path = path or paths.sessions_folder() / f"{self.id}.toml"
        self._created = now
        self._runs = 0
        self._descriptor: int | None = None
        self._partials: list[_Span] = []
        self._writing = threading.Lock()  # lanes and judgements come from several threads
        self._votes: list[Vote] = []
        try:
            there = self.path.exists()
        except OSError as error:  # a folder that may not be searched, a name that is too long
            raise self._failure(error) from error
        if there:
            tables = load_session(self.path)
            self._runs = len(tables.get("runs", []))
            self._votes = _votes_of(self.path, tables)
            self._open()

    @property
    def exists(self) -> bool:
        """Whether anything was written yet."""
        return self._descriptor is not None

    @property
    def votes(self) -> tuple[Vote, ...]:
        """All votes of this session, in the order they were cast."""
        return tuple(self._votes)

    def start_run(self, request: RunRequest) -> int:
        """Record the question before any answer; returns the number of the run, from 1."""
        if self._descriptor is None:
            self._create()
        block = run_block(self._runs + 1, datetime.now(UTC), request)
        self._append(_block("[[runs]]", "runs", block))
        self._runs += 1
        return self._runs

    def end_lane(self, lane: LaneRequest, result: LaneResult) -> None:
        """Record a lane of the run that was started last."""
        self._append(_block("[[runs.lanes]]", "runs.lanes", lane_block(lane, result)))

    def keep_partial(self, lane: int, text: str, *, version: int = 1, model: str = "") -> None:
        """Record what a lane of the current run said since the last time, before it ends.

        A lane that ends makes its partial texts superfluous; they are taken out on closing.
        """
        values = {"lane": lane, "version": version, "model": model or None, "text": text}
        block = _block("[[runs.partials]]", "runs.partials", writable(values))
        self._partials.append(self._append(block))

    def judge(self, judgement: Judgement) -> None:
        """Record what a person thinks of one output."""
        block = writable(judgement_block(judgement))
        self._append(_block("[[judgements]]", "judgements", block))

    def vote(self, vote: Vote) -> None:
        """Record which of two outputs a person found better."""
        self._append(_block("[[votes]]", "votes", writable(vote_block(vote))))
        self._votes.append(vote)

    def close(self) -> None:
        """Let go of the file, without the partial texts of lanes that ended."""
        if self._descriptor is None:
            return
        try:
            if self._partials:
                self._compact()
        except OSError as error:
            raise self._failure(error) from error
        finally:
            os.close(self._descriptor)
            self._descriptor = None

    def _compact(self) -> None:
        data = memoryview(self.path.read_bytes())
        kept, end = bytearray(), 0
        for start, stop in self._partials:
            kept += data[end:start]
            end = stop
        write_atomic(self.path, bytes(kept + data[end:]))
        self._partials.clear()

    def _create(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._failure(error) from error
        head = SessionHead(self.id, self.path.stem, self._created, f"llmplay {__version__}")
        self._open()
        assert self._descriptor is not None
        try:
            if os.fstat(self._descriptor).st_size:
                raise SessionError(
                    f"The session {self.path} was begun by another llmplay meanwhile.",
                    "Name another file with --session.",
                )
            self._append(toml_text(head_tables(head, asdict(machine.describe()))))
        except SessionError:
            os.close(self._descriptor)
            self._descriptor = None  # without its head the file takes no runs
            raise

    def _open(self) -> None:
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._failure(error) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise SessionError(
                f"The session {self.path} is open in another llmplay.",
                "Close it there, or name another file with --session.",
            ) from None
        self._descriptor = descriptor

    def _append(self, text: str) -> _Span:
        assert self._descriptor is not None
        data = text.encode("utf-8")
        with self._writing:
            end = os.fstat(self._descriptor).st_size
            try:
                written = os.write(self._descriptor, data)
                if written < len(data):
                    raise OSError(28, "the disk took only part of it")
                os.fsync(self._descriptor)
            except OSError as error:
                os.ftruncate(self._descriptor, end)  # half a block would spoil the file
                raise self._failure(error) from error
        return _Span(end, end + len(data))

    def _failure(self, error: OSError) -> SessionError:
        return SessionError(
            f"The session {self.path} cannot be written: {error.strerror or error}.",
            "Free some space or name another file with --session; the text is still on screen.",
        )


def load_session(path: Path) -> dict[str, Any]:
    """All tables of a session file, texts exactly as they were.

    A lane that never ended, because the program was killed, is there with what it had said.

    Raises `TomlError` or `SessionError` naming the file.
    """
    tables = read_toml(path)
    schema = tables.get("schema")
    if not isinstance(schema, int) or "session" not in tables:
        raise SessionError(
            f"{path} is no session of llmplay.", "Name a new file, or one that llmplay wrote."
        )
    if schema > SCHEMA:
        raise SessionError(
            f"{path} has schema {schema}; this llmplay reads up to {SCHEMA}.", "Update llmplay."
        )
    try:
        return with_partials(restored(tables))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SessionError(
            f"{path}: a [[runs]] block is not as llmplay writes it: {error}.",
            "Mend or remove that block.",
        ) from error


def _votes_of(path: Path, tables: Mapping[str, Any]) -> list[Vote]:
    try:
        return [read_vote(values) for values in tables.get("votes", [])]
    except (KeyError, TypeError, ValueError) as error:
        raise SessionError(
            f"{path}: a [[votes]] block is not as llmplay writes it: {error}.",
            "Mend or remove that block.",
        ) from error


def _block(header: str, prefix: str, values: Mapping[str, Any]) -> str:
    """A block of an array of tables, with its tables in full under it."""
    plain = {key: value for key, value in values.items() if not isinstance(value, Mapping)}
    parts = [f"\n{header}\n{toml_text(plain)}"]
    for key, value in values.items():
        if isinstance(value, Mapping):
            parts.append(f"\n[{prefix}.{key}]\n{toml_text(value)}")
    return "".join(parts)
