"""A session file without what later blocks made superfluous."""

from __future__ import annotations

from collections.abc import Iterator

from playground.domain.sessions import SCHEMA_MINOR
from playground.services.sessions import scanning
from playground.services.sessions.blocks import block_text, head_text
from playground.services.sessions.reading import SessionFile
from playground.services.sessions.scanning import END, Block, RunBlocks

_MARKER = f"{END}\n".encode()


def superfluous(file: SessionFile) -> bool:
    """Whether there is anything to fold in."""
    kinds = {block.kind for block in file.index.blocks}
    judged = len(file.index.of(scanning.JUDGEMENT))
    return (
        bool(kinds & {scanning.EDIT, scanning.PARTIAL})
        or file.minor < SCHEMA_MINOR
        or judged > len(file.judgements)
        or not file.index.marked
    )


def compacted(file: SessionFile) -> bytes:
    """The same session with its edits, removals and judgements folded in.

    Blocks that stay are copied byte for byte, and so is whatever a newer llmplay added.
    """
    return b"".join([_head(file), *_blocks(file)])


def with_marker(block: bytes) -> bytes:
    """The bytes of a block with the line that ends it."""
    data = block.rstrip()
    ended = data.endswith(b"\n" + END.encode())
    return b"\n" + data + b"\n" + (b"" if ended else _MARKER)


def _head(file: SessionFile) -> bytes:
    session = file.session
    if file.edited.removals:
        session["last_run"] = file.last_run  # its number is not given twice
    first = {"schema": file.head["schema"], "schema_minor": max(file.minor, SCHEMA_MINOR)}
    rest = {key: value for key, value in file.head.items() if key not in first}
    return head_text({**first, **rest, "session": session}).encode()


def _blocks(file: SessionFile) -> Iterator[bytes]:
    runs = iter(file.index.runs())
    run: RunBlocks | None = None
    for block in file.index.blocks[1:]:
        if block.kind == scanning.RUN:
            yield from _unended(file, run)
            run = next(runs)
        if run and run.run.start not in file.standing_runs and block.kind.startswith(scanning.RUN):
            continue
        lane_gone = block.kind == scanning.LANE and run is not None and not file.stays(run, block)
        if not lane_gone and _stays(file, block):
            yield with_marker(file.data[block.start : block.end])
    yield from _unended(file, run)


def _unended(file: SessionFile, run: RunBlocks | None) -> Iterator[bytes]:
    """What lanes had said when the program ended before them, as lanes."""
    if run is None or run.run.start not in file.standing_runs:
        return
    for lane in file.unended(run):
        yield block_text(scanning.LANE, lane).encode()


def _stays(file: SessionFile, block: Block) -> bool:
    if block.kind in {scanning.EDIT, scanning.PARTIAL}:
        return False
    if block.kind != scanning.JUDGEMENT:
        return True
    found = file.judgement(block)
    side = found.side
    key = (side.run, side.lane, side.version)
    return file.judgements[key] is found and not file.edited.removes(*key)
