"""Which session a person means: by its path, its id or its title."""

from __future__ import annotations

from pathlib import Path

from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.files import is_file
from playground.services.prompt_files import path_of
from playground.services.sessions import reading
from playground.services.sessions.errors import SessionError


def find(name: str | Path) -> Path:
    """The file of a session; raises `SessionError` where none or several are meant.

    A path that exists comes first, then an id or the name of a file, then a title, or its beginning
    where no other title begins so; capitals do not matter in a title.
    """
    text = str(name)
    direct = path_of(text)
    if is_file(direct) or isinstance(name, Path) or "/" in text:
        if not is_file(direct) and not _is_folder(direct):
            raise SessionError(f"There is no session {text}.", "llmplay sessions list lists them.")
        return direct
    folder = paths.sessions_folder()
    by_id = folder / f"{text.removesuffix('.toml')}.toml"
    if is_file(by_id):
        return by_id
    return _by_title(text, folder)


def _is_folder(path: Path) -> bool:
    """Reading it tells that it is one."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _by_title(text: str, folder: Path) -> Path:
    wanted = text.casefold()
    exact: list[Path] = []
    begins: list[Path] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            session = reading.read_session(path).session
        except PlaygroundError:
            continue
        title = str(session.get("title", "")).casefold()
        if wanted in {title, str(session.get("id", "")).casefold()}:
            exact.append(path)
        elif title.startswith(wanted):
            begins.append(path)
    found = exact or begins
    if not found:
        raise SessionError(f"There is no session {text!r}.", "llmplay sessions list lists them.")
    if len(found) > 1:
        names = ", ".join(path.stem for path in found[:5])
        raise SessionError(
            f"Several sessions are called {text!r}: {names}" + (", …" if found[5:] else "."),
            "Name one by its id.",
        )
    return found[0]
