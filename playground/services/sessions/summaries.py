"""All sessions of this machine at a glance."""

from __future__ import annotations

import contextlib
import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.files import tables_in, write_atomic
from playground.services.sessions.reading import SessionFile, read_session

_FORM = 2
"""Of what is remembered; another one is not read."""
_MODELS = re.compile(rb"^models = (\[[^\]]*\])", re.M)
_PROMPT = re.compile(rb'^prompt = ("(?!"")(?:[^"\\\n]|\\.)*")$', re.M)
_PLAIN = re.compile(rb'"[^\\\x00-\x1f\x7f]*"')
"""A text that stands for itself."""
_LISTS = ("models", "tags")
_COUNTS = ("runs", "answers", "size_bytes")
_BEGINNING = 4096  # bytes of a run in which its models and a short prompt stand
_LONGEST = 120  # characters of the first prompt that are told


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list of sessions."""

    path: str
    id: str
    title: str
    models: tuple[str, ...] = ()
    runs: int = 0
    answers: int = 0
    tags: tuple[str, ...] = ()
    created: str = ""
    """As TOML writes it; empty where it is not known."""
    modified: str = ""
    """When the file was written last, in UTC."""
    size_bytes: int = 0
    problem: str = ""
    """Why it cannot be used, or what of it cannot; empty where all is well."""
    beginning: str = ""
    """The first prompt that is no blank, cut to one line."""

    @property
    def name(self) -> str:
        """Its title; where nobody gave it one, the first prompt."""
        named = self.title != self.id or not self.beginning
        return self.title if named else f"“{self.beginning}”"


_FIELDS = tuple(field.name for field in fields(Summary))


def session_files(folder: Path | None = None) -> list[Path]:
    """The files of the folder of sessions, the one written last first."""
    dated: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):  # no folder yet
        for path in (folder or paths.sessions_folder()).glob("*.toml"):
            with contextlib.suppress(OSError):
                dated.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(dated, key=lambda one: (-one[0], one[1]))]


def listing(folder: Path | None = None) -> list[Summary]:
    """A line for each session, the one written last first.

    What was read of a file is remembered for as long as the file does not change.
    """
    place = paths.cache_folder() / "sessions.json"
    known = _remembered(place)
    found: dict[str, dict[str, Any]] = {}
    summaries: list[Summary] = []
    for path in session_files(folder):
        with contextlib.suppress(OSError):
            stat = path.stat()
            stamp = [stat.st_mtime_ns, stat.st_size]
            entry = known.get(str(path), {})
            summary = _recalled(entry) if entry.get("stamp") == stamp else None
            if summary is None:
                summary = summary_of(path)
                entry = {"stamp": stamp, "summary": {one: getattr(summary, one) for one in _FIELDS}}
            found[str(path)] = entry
            summaries.append(summary)
    if found != known:
        with contextlib.suppress(OSError):  # a cache that cannot be written only costs time
            write_atomic(place, json.dumps({"form": _FORM, "sessions": found}).encode())
    return summaries


def summary_of(path: Path) -> Summary:
    """The line of one session; raises `OSError` where there is no file."""
    stat = path.stat()
    modified = f"{datetime.fromtimestamp(stat.st_mtime, UTC):%Y-%m-%d %H:%M}"
    try:
        file = read_session(path)
        models = models_of(file)
        beginning = beginning_of(file)
    except PlaygroundError as error:
        return Summary(
            str(path),
            path.stem,
            path.stem,
            modified=modified,
            size_bytes=stat.st_size,
            problem=error.message,
        )
    session = file.session
    created = session.get("created")
    return Summary(
        str(path),
        str(session.get("id", path.stem)),
        str(session.get("title", path.stem)),
        models,
        len(file.runs),
        sum(len(run.lanes) for run in file.runs),
        tuple(map(str, session.get("tags", ()))),
        created.isoformat() if isinstance(created, datetime) else "",
        modified,
        stat.st_size,
        "its end was torn off in mid-write" if file.torn.strip() else "",
        beginning,
    )


def models_of(file: SessionFile) -> tuple[str, ...]:
    """The models of all runs, each once, in the order of their first run."""
    raw: dict[bytes, None] = {}
    found: dict[str, None] = {}
    for blocks in file.runs:
        start = blocks.run.start
        match = _MODELS.search(file.data, start, min(start + _BEGINNING, blocks.run.end))
        if match is not None and b'"""' not in file.data[start : match.start()]:
            raw.setdefault(match[1])
        else:
            models = file.table(blocks.run).get("models", ())
            found.update(dict.fromkeys(map(str, models if isinstance(models, list) else ())))
    for text in raw:
        with contextlib.suppress(ValueError):  # opening the session says what is wrong with it
            found.update(dict.fromkeys(_named(text)))
    return tuple(found)


def beginning_of(file: SessionFile) -> str:
    """The first prompt in which anything stands, in one line and cut; empty where there is none."""
    for blocks in file.runs:
        start = blocks.run.start
        match = _PROMPT.search(file.data, start, min(start + _BEGINNING, blocks.run.end))
        prompt = None
        if match is not None and b'"""' not in file.data[start : match.start()]:
            with contextlib.suppress(ValueError):  # what is wrong is told where all of it is read
                text = match[1].decode()
                plain = _PLAIN.fullmatch(match[1])
                prompt = text[1:-1] if plain else str(tables_in(f"prompt = {text}")["prompt"])
        if prompt is None:
            prompt = str(file.table(blocks.run).get("prompt", ""))
        line = " ".join(prompt[: 4 * _LONGEST].split())
        if line:
            return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
    return ""


@functools.lru_cache(maxsize=512)
def _named(text: bytes) -> tuple[str, ...]:
    """The names in a list; many sessions have the same."""
    return tuple(map(str, tables_in(f"models = {text.decode()}")["models"]))


def chosen(summaries: Iterable[Summary], filter_: str) -> list[Summary]:
    """Those in which every word occurs: in title, id, first prompt, a model, a tag or the date."""
    words = filter_.casefold().split()
    return [one for one in summaries if all(word in _haystack(one) for word in words)]


def _haystack(one: Summary) -> str:
    parts = (one.title, one.id, one.beginning, *one.models, *one.tags, one.modified, one.created)
    return "\n".join(parts).casefold()


def _remembered(place: Path) -> dict[str, dict[str, Any]]:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        known = json.loads(place.read_bytes())
        if known["form"] == _FORM and isinstance(known["sessions"], dict):
            entries = known["sessions"].items()
            return {path: entry for path, entry in entries if isinstance(entry, dict)}
    return {}


def _recalled(entry: dict[str, Any]) -> Summary | None:
    try:
        values = dict(entry["summary"])
        lists = {key: tuple(values[key]) for key in _LISTS}
        found = Summary(**{**values, **lists})
    except (KeyError, TypeError, ValueError):
        return None
    counts = (found.runs, found.answers, found.size_bytes)
    texts = [values[key] for key in values if key not in {*_LISTS, *_COUNTS}]
    texts += [*found.models, *found.tags]
    right = all(type(one) is int for one in counts) and all(isinstance(one, str) for one in texts)
    return found if right else None
