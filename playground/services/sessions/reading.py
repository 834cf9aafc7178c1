"""A session file in memory: its blocks by their places, each read when it is needed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from playground.domain.edits import Edited, fold
from playground.domain.judgements import Judgement, Vote
from playground.domain.partials import with_partials
from playground.domain.record_reading import check_head, read_edit, read_judgement, read_vote
from playground.domain.sessions import SCHEMA, restored
from playground.services.files import TomlError, tables_in
from playground.services.sessions import scanning
from playground.services.sessions.errors import SessionError
from playground.services.sessions.scanning import Block, RunBlocks

LARGEST = 2**30
"""Bytes of a session file: some half a million answers."""
_Read = TypeVar("_Read")


class RunTables(NamedTuple):
    """One run as tables."""

    run: dict[str, Any]
    lanes: list[dict[str, Any]]
    """Those that ended, then those that the program did not live to end."""


class SessionFile:
    """The content of a session file; only its head and its edits are read at once."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Raises `TomlError` or `SessionError` naming the file where it is no session."""
        self.path = path
        self.data = data
        index = scanning.scan(data)
        self.head = self._head(index.blocks[0])
        self.minor: int = self.head.get("schema_minor", 0)
        self.whole = self._whole(index)
        """Where the last whole block ends; what follows was torn off in mid-write."""
        if self.whole < len(data):
            index = scanning.scan(data[: self.whole])
        self.index = index
        self.edited: Edited = fold(self._each(scanning.EDIT, read_edit))
        self._runs = [run for run in index.runs() if not self._removed(run)]

    @property
    def torn(self) -> bytes:
        """What was torn off."""
        return self.data[self.whole :]

    @property
    def session(self) -> dict[str, Any]:
        """The `[session]` table, edited."""
        return self.edited.head(self.head["session"])

    @property
    def runs(self) -> list[RunBlocks]:
        """The blocks of every run that was not removed."""
        return self._runs

    @functools.cached_property
    def standing_runs(self) -> frozenset[int]:
        """Where the runs that were not removed begin."""
        return frozenset(blocks.run.start for blocks in self._runs)

    @property
    def last_run(self) -> int:
        """The highest number of a run, removed ones too; 0 where there was none."""
        numbers = [removal.run for removal in self.edited.removals]
        blocks = self.index.of(scanning.RUN)
        numbers += [self.number(blocks[-1])] if blocks else []
        return max([int(self.head["session"].get("last_run", 0)), *numbers])

    @functools.cached_property
    def judgements(self) -> dict[tuple[int, int, int], Judgement]:
        """The judgement that holds of each answer, by run, lane and version."""
        found = map(self.judgement, self.index.of(scanning.JUDGEMENT))
        return {(one.side.run, one.side.lane, one.side.version): one for one in found}

    @functools.cached_property
    def votes(self) -> tuple[Vote, ...]:
        """All votes."""
        return tuple(self._each(scanning.VOTE, read_vote))

    @functools.cache  # noqa: B019 (the file lives as long as what is read from it)
    def judgement(self, block: Block) -> Judgement:
        """One judgement."""
        return self._read(block, read_judgement)

    def number(self, block: Block) -> int:
        """The number of a run."""
        found = self.table(block).get("run")
        if not isinstance(found, int):
            raise self.broken(block, f"run is {found!r}")
        return found

    def run(self, blocks: RunBlocks) -> RunTables:
        """One run with its lanes."""
        run = self.table(blocks.run)
        try:
            run["lanes"] = [*run.get("lanes", []), *map(self.table, blocks.lanes)]
            run["partials"] = [*run.get("partials", []), *map(self.table, blocks.partials)]
            (told,) = with_partials({"runs": [run]})["runs"]
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise self.broken(blocks.run, str(error)) from error
        lanes = told.pop("lanes", [])
        told.pop("partials", None)
        return RunTables(told, lanes)

    def standing(self, blocks: RunBlocks) -> RunTables:
        """One run with those of its lanes that were not removed."""
        run, lanes = self.run(blocks)
        number = self.number(blocks.run)
        return RunTables(run, [lane for lane in lanes if self._stays(number, lane)])

    def unended(self, blocks: RunBlocks) -> list[dict[str, Any]]:
        """The lanes of a run that the program did not live to end."""
        return self.run(blocks).lanes[len(blocks.lanes) :] if blocks.partials else []

    def stays(self, blocks: RunBlocks, lane: Block) -> bool:
        """Whether an answer was not removed."""
        if not self.edited.removals:
            return True
        return self._stays(self.number(blocks.run), self.table(lane))

    def table(self, block: Block) -> dict[str, Any]:
        """The values of a block, texts exactly as they were; raises `SessionError` naming it."""
        try:
            text = self.data[block.start : block.end].decode("utf-8")
            found: Any = tables_in(text)
            for name in block.kind.split("."):
                found = found[name]
            return restored(found[0])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self.broken(block, str(error)) from error

    def tables(self) -> dict[str, Any]:
        """Everything, as one reading of the whole file would give it, with the edits in it."""
        found: dict[str, Any] = {**self.head, "session": self.session}
        runs = [self.standing(blocks) for blocks in self._runs]
        if runs:
            found["runs"] = [{**run, "lanes": lanes} if lanes else run for run, lanes in runs]
        for block in self.index.blocks[1:]:
            if "." not in block.kind and block.kind not in {scanning.RUN, scanning.EDIT}:
                tables = found.setdefault(block.kind, [])
                if not isinstance(tables, list):
                    raise self.broken(block, f"{block.kind} is something else in the first block")
                tables.append(self.table(block))
        return found

    def broken(self, block: Block, reason: str) -> SessionError:
        """What to raise for a block that is not as llmplay writes it."""
        line = self.data.count(b"\n", 0, block.start) + 1
        is_head = block.kind == scanning.HEAD
        what = "its first block" if is_head else f"the [[{block.kind}]] block at line {line}"
        return SessionError(
            f"{self.path}: {what} is not as llmplay writes it: {reason}.",
            f"Mend that block, or leave it out: llmplay sessions recover {self.path}",
        )

    def _each(self, kind: str, read: Callable[[Mapping[str, Any]], _Read]) -> Iterator[_Read]:
        for block in self.index.of(kind):
            yield self._read(block, read)

    def _read(self, block: Block, read: Callable[[Mapping[str, Any]], _Read]) -> _Read:
        try:
            return read(self.table(block))
        except (KeyError, TypeError, ValueError) as error:
            raise self.broken(block, str(error)) from error

    def _removed(self, blocks: RunBlocks) -> bool:
        return bool(self.edited.removals) and self.edited.removes(self.number(blocks.run))

    def _stays(self, run: int, lane: Mapping[str, Any]) -> bool:
        if not self.edited.removals:
            return True
        return not self.edited.removes(run, lane.get("lane"), lane.get("version", 1))

    def _head(self, block: Block) -> dict[str, Any]:
        try:
            head = restored(tables_in(self.data[: block.end].decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            raise TomlError(
                f"{self.path} is no UTF-8 text: byte {error.start} is "
                f"{error.object[error.start]:#04x}.",
                "Save it as UTF-8.",
            ) from error
        except ValueError as error:
            raise TomlError(f"{self.path} is no valid TOML: {error}.", "Mend that line.") from error
        except RecursionError as error:
            raise TomlError(
                f"{self.path} is nested too deeply to be read.", "Is it the right file?"
            ) from error
        schema = head.get("schema")
        if not isinstance(schema, int) or not isinstance(head.get("session"), dict):
            raise SessionError(
                f"{self.path} is no session of llmplay.",
                "Name a new file, or one that llmplay wrote.",
            )
        if schema > SCHEMA:
            raise SessionError(
                f"{self.path} has schema {schema}; this llmplay reads up to {SCHEMA}.",
                "Update llmplay.",
            )
        try:
            check_head(head)
        except ValueError as error:
            raise self.broken(block, str(error)) from error
        return head

    def _whole(self, index: scanning.Index) -> int:
        """Where the last whole block ends.

        With lines that end blocks, that is after the last of them; in a file of schema 1.0, which
        has none, and in one whose comments an editor took out, what can be read counts as whole.
        """
        if index.marked:
            return index.marked if self.data[index.marked :].strip() else len(self.data)
        last = index.blocks[-1]
        if last.kind == scanning.HEAD:
            return len(self.data)
        try:
            self.table(last)
        except SessionError:
            return last.start
        return len(self.data)


def content_of(path: Path) -> bytes:
    """The bytes of a session file; raises `TomlError` or `SessionError` naming it."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise SessionError(
                f"{path} has {size:,} bytes; a session of up to {LARGEST:,} is read.",
                "Is it the right file?",
            )
        return path.read_bytes()
    except OSError as error:
        raise TomlError(f"{path} cannot be read: {error.strerror}.") from error


def read_session(path: Path) -> SessionFile:
    """The session in a file; raises `TomlError` or `SessionError` naming it."""
    return SessionFile(path, content_of(path))


def load_session(path: Path) -> dict[str, Any]:
    """All tables of a session file, texts exactly as they were, edits folded in.

    A lane that never ended, because the program was killed, is there with what it had said.

    Raises `TomlError` or `SessionError` naming the file.
    """
    return read_session(path).tables()
