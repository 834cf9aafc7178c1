"""Saving what can be read of a damaged session, and judging whether one is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playground import __version__
from playground.domain.judgements import Side
from playground.domain.sessions import SCHEMA, SCHEMA_MINOR
from playground.errors import PlaygroundError
from playground.services.files import tables_in, write_atomic
from playground.services.sessions import scanning
from playground.services.sessions.appending import failure
from playground.services.sessions.blocks import head_text
from playground.services.sessions.compaction import with_marker
from playground.services.sessions.errors import SessionError
from playground.services.sessions.opening import problems_of, record_of
from playground.services.sessions.reading import SessionFile, content_of, read_session

_MARKER = f"\n{scanning.END}\n".encode()


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of an attempt."""

    path: Path
    runs: int
    answers: int
    left_out: tuple[str, ...]
    """What could not be read, with its lines, in words for people."""


def recover(path: Path, target: Path) -> Recovered:
    """Write every record that can be read into a new file; the damaged one is left as it is.

    Raises `SessionError` where the new file cannot be written or nothing is there to recover.
    """
    if target.exists():
        raise SessionError(f"{target} is there already.", "Name a new file with -o.")
    data = content_of(path)
    index = scanning.scan(data)
    start = index.blocks[0].end
    head, left_out = _head(path, data[:start])
    parts, in_run = [head], False
    for kind, block, problem in _blocks(path, head, data, start):
        if problem:
            left_out.append(problem)
            in_run = in_run and kind != scanning.RUN
            continue
        in_run = in_run or kind == scanning.RUN
        if kind.startswith("runs.") and not in_run:
            left_out.append(f"A [[{kind}]] block whose run cannot be read.")
            continue
        parts.append(with_marker(block))
    if len(parts) == 1:
        raise SessionError(f"{path} holds no record that can be read.", "Nothing was written.")
    content = b"".join(parts)
    found = SessionFile(target, content)
    try:
        write_atomic(target, content)
    except OSError as error:
        raise failure(target, error) from error
    answers = sum(len(run.lanes) for run in found.runs)
    return Recovered(target, len(found.runs), answers, tuple(left_out))


def problems(path: Path) -> list[str]:
    """Everything that is not as llmplay writes it, in words for people; nothing for a whole file.

    Raises `TomlError` or `SessionError` where it is no session at all.
    """
    file = read_session(path)
    found = list(problems_of(file))
    try:
        tables_in(file.data[: file.whole].decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        found.append(f"{path} is no valid TOML: {error}.")
    try:
        found += _contents(file)
    except PlaygroundError as error:
        found.append(error.message)
    return found


def _contents(file: SessionFile) -> list[str]:
    found: list[str] = []
    session = record_of(file)
    answers: set[tuple[int, int, int]] = set()
    last = 0
    for run in session.runs:
        if run.number <= last:
            found.append(f"Run {run.number} comes after run {last}.")
        last = max(last, run.number)
        for lane in run.lanes:
            key = (run.number, lane.lane, lane.version)
            if key in answers:
                found.append(f"Run {run.number} has two answers of lane {lane.lane + 1}.")
            answers.add(key)
            found += [f"Run {run.number}: {one}" for one in lane.sampling.problems()]
    judged = [("judgement", one.side) for one in file.judgements.values()]
    voted = [("vote", side) for vote in session.votes for side in (vote.first, vote.second)]
    found += [
        f"A {what} is about run {side.run}, lane {side.lane + 1}, which is not there."
        for what, side in [*judged, *voted]
        if _key(side) not in answers and not file.edited.removes(*_key(side))
    ]
    return found


def _key(side: Side) -> tuple[int, int, int]:
    return side.run, side.lane, side.version


def _blocks(path: Path, head: bytes, data: bytes, start: int) -> Iterator[tuple[str, bytes, str]]:
    """Each block from `start` on: its kind, its bytes and what is wrong with it, if anything.

    After a broken one the search begins anew behind the next line that ends a block, because a text
    without its end swallows whatever follows.
    """
    file = SessionFile(path, head)
    file.data = data
    while start < len(data):
        for block in scanning.scan(data[start:]).blocks[1:]:
            at, end = start + block.start, start + block.end
            try:
                file.table(block._replace(start=at, end=end))
            except SessionError as error:
                yield block.kind, b"", error.message
                marker = data.find(_MARKER, at)
                start = len(data) if marker < 0 else marker + len(_MARKER)
                break
            yield block.kind, data[at:end], ""
        else:
            return


def _head(path: Path, data: bytes) -> tuple[bytes, list[str]]:
    """The head as it is, or a new one where that cannot be read."""
    try:
        SessionFile(path, data)
    except PlaygroundError as error:
        session = {"id": path.stem, "title": f"{path.stem} (recovered)"}
        program = {"program": f"llmplay {__version__}"}
        tables = {"schema": SCHEMA, "schema_minor": SCHEMA_MINOR, "session": {**session, **program}}
        return head_text(tables).encode(), [f"The head: {error.message}"]
    return with_marker(data).lstrip(), []
