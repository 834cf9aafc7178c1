"""Changing a session as a whole: title, tags, conclusions, copies, the trash."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from playground.domain.edits import Edit
from playground.services import paths
from playground.services.files import make_folder, write_atomic
from playground.services.sessions.appending import AppendFile, failure
from playground.services.sessions.blocks import head_text
from playground.services.sessions.compaction import compacted
from playground.services.sessions.errors import SessionError
from playground.services.sessions.reading import SessionFile, read_session
from playground.services.sessions.store import SessionStore


def trash_folder() -> Path:
    """Where deleted sessions lie."""
    return paths.data_folder() / "trash"


def change(
    path: Path,
    *,
    title: str | None = None,
    tags: Sequence[str] | None = None,
    conclusions: str | None = None,
) -> None:
    """Give a session another title, other tags or conclusions; what is None stays.

    Raises `SessionError`, `SessionBusyError` where another process has it open.
    """
    store = SessionStore(path)
    try:
        record_change(store, title=title, tags=tags, conclusions=conclusions)
    finally:
        store.close()


def record_change(
    store: SessionStore,
    *,
    title: str | None = None,
    tags: Sequence[str] | None = None,
    conclusions: str | None = None,
) -> None:
    """The same of a session that is open here; raises `SessionError`."""
    typed = (tag.strip() for tag in tags or ())
    kept = None if tags is None else tuple(dict.fromkeys(filter(None, typed)))
    if title is not None and not title.strip():
        raise SessionError("A session needs a title.", "Type one.")
    store.edit(Edit(datetime.now(UTC), title and title.strip(), kept, conclusions))


def conclusions_of(path: Path) -> str:
    """What a session is concluded with by now; raises `TomlError` or `SessionError`."""
    return str(read_session(path).session.get("conclusions", ""))


def duplicate(path: Path, target: Path | None = None, *, title: str | None = None) -> Path:
    """A copy of a session with an id of its own; returns its path.

    Also of one that another process is writing: the copy holds what is on disk at this moment.
    Raises `SessionError`.
    """
    file = read_session(path)
    now = datetime.now(UTC)
    id_ = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    target = target or path.with_name(f"{id_}.toml")
    if target.exists():
        raise SessionError(f"{target} is there already.", "Name a new file.")
    name = title or f"{file.session.get('title', path.stem)} (copy)"
    try:
        write_atomic(target, _renamed(file, id_, name))
    except OSError as error:
        raise failure(target, error) from error
    return target


def delete(path: Path) -> Path:
    """Move a session to the trash; returns where it lies there.

    Raises `SessionError`, `SessionBusyError` where another process has it open.
    """
    opened = AppendFile.open(path)
    try:
        folder = trash_folder()
        make_folder(folder)
        return _moved(path, folder)
    except OSError as error:
        raise failure(path, error) from error
    finally:
        opened.close()


def restore(name: str) -> Path:
    """Bring a session back from the trash by its id or title; returns its path."""
    found = []
    for path in sorted(trash_folder().glob("*.toml")):
        session = read_session(path).session
        names = {path.name, path.stem, str(session.get("id")), str(session.get("title"))}
        if name in names or str(path) == name:
            found.append(path)
    if len(found) != 1:
        told = "There is no session" if not found else "There are several sessions"
        raise SessionError(
            f"{told} {name!r} in the trash, {trash_folder()}.",
            "`llmplay sessions restore` lists them; name one by its id.",
        )
    folder = paths.sessions_folder()
    try:
        make_folder(folder)
        return _moved(found[0], folder)
    except OSError as error:
        raise failure(found[0], error) from error


def _moved(path: Path, folder: Path) -> Path:
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    shutil.move(path, target)
    return target


def _renamed(file: SessionFile, id_: str, title: str) -> bytes:
    whole = SessionFile(file.path, compacted(file))
    head = {**whole.head, "session": {**whole.head["session"], "id": id_, "title": title}}
    return head_text(head).encode() + whole.data[whole.index.blocks[0].end :]
