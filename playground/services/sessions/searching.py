"""Looking for words in everything that sessions hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playground.domain.records import LaneRecord, RunRecord
from playground.errors import PlaygroundError
from playground.services.sessions.opening import record_of
from playground.services.sessions.reading import SessionFile, read_session
from playground.services.sessions.scanning import RunBlocks
from playground.services.sessions.summaries import session_files

_AROUND = 40  # characters of an excerpt on either side


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words are."""

    path: str
    title: str
    where: str
    """title, tags, conclusions, prompt, system, answer or note."""
    excerpt: str
    """On one line, with what stands around."""
    run: int = 0
    """Number of the run; 0 where it is about the whole session."""
    lane: int | None = None
    version: int = 1
    model: str = ""


def search(words: str, folder: Path | None = None) -> Iterator[Hit]:
    """Every text that holds the words, one after another as they are; capitals do not matter.

    The sessions written last come first; one that cannot be read is passed over.
    """
    wanted = re.compile(re.escape(words), re.IGNORECASE)
    for path in session_files(folder):
        try:
            yield from _in_session(read_session(path), words, wanted)
        except PlaygroundError:
            continue


def _in_session(file: SessionFile, words: str, wanted: re.Pattern[str]) -> Iterator[Hit]:
    session = record_of(file)
    told = {
        "title": session.title,
        "tags": ", ".join(session.tags),
        "conclusions": session.conclusions,
    }
    for where, text in told.items():
        for match in _first(wanted, text):
            yield Hit(session.path, session.title, where, excerpt(text, match))
    for at, blocks in enumerate(file.runs):
        if not _may_hold(file, blocks, words):
            continue
        run = session.runs[at]
        yield from _in_run(session.path, session.title, run, wanted)


def _in_run(path: str, title: str, run: RunRecord, wanted: re.Pattern[str]) -> Iterator[Hit]:
    texts = {"prompt": "\n".join((run.prompt, *run.variants.values())), "system": run.system}
    for where, text in texts.items():
        for match in _first(wanted, text):
            yield Hit(path, title, where, excerpt(text, match), run.number)
    for lane in run.lanes:
        for where, text in _texts(lane):
            for match in _first(wanted, text):
                yield Hit(
                    path,
                    title,
                    where,
                    excerpt(text, match),
                    run.number,
                    lane.lane,
                    lane.version,
                    lane.model.id,
                )


def _texts(lane: LaneRecord) -> tuple[tuple[str, str], ...]:
    return ("answer", lane.text), ("note", lane.note), ("model", lane.model.id)


def _first(wanted: re.Pattern[str], text: str) -> tuple[re.Match[str], ...]:
    match = wanted.search(text)
    return (match,) if match else ()


def _may_hold(file: SessionFile, blocks: RunBlocks, words: str) -> bool:
    """Whether reading the run is worth it: llmplay writes plain words as they are.

    What a file may write in another way, such as quotes and characters above ASCII, is read.
    """
    if not re.fullmatch(r"[A-Za-z0-9 .,:;!?()-]+", words) or file.judgements:
        return True
    parts = [blocks.run, *blocks.lanes, *blocks.partials]
    data = file.data[parts[0].start : max(part.end for part in parts)]
    return words.lower().encode() in data.lower() or b"_json" in data or b"\\u" in data


def excerpt(text: str, match: re.Match[str]) -> str:
    """The match with what stands around it, on one line."""
    start, end = max(0, match.start() - _AROUND), min(len(text), match.end() + _AROUND)
    shown = " ".join(text[start:end].split())
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")
