"""The files a person writes: settings, keys, catalog, tasks, sessions."""

from __future__ import annotations

from collections.abc import Iterator

from playground.domain.key_changes import change_keys
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.catalog import load_all, load_licenses, load_templates, user_catalog
from playground.services.doctor.finding import Finding
from playground.services.settings import load_settings
from playground.services.tasks.finding import own_folder, task_paths
from playground.services.tasks.reading import read_task

_OTHERS = 0o077


def files() -> Iterator[Finding]:
    """Each is read as the program reads it."""
    yield from _settings()
    yield from _catalog()
    for path in task_paths().values():
        if path.is_relative_to(own_folder()):
            try:
                read_task(path)
            except PlaygroundError as error:
                yield _problem(f"task {path.stem}", error)
    yield from _private()


def _settings() -> Iterator[Finding]:
    path = paths.settings_file()
    try:
        settings = load_settings()
    except PlaygroundError as error:
        yield _problem("settings", error)
        return
    told = paths.shown(path) if path.exists() else f"{paths.shown(path)}: none, which is fine"
    yield Finding("files", "settings", "ok", told)
    problems = change_keys(settings.keys).problems
    for one in problems:
        yield Finding("files", "keys", "problem", one, f"Mend [keys] in {paths.shown(path)}.")
    if settings.keys and not problems:
        yield Finding("files", "keys", "ok", f"{len(settings.keys)} changed")


def _catalog() -> Iterator[Finding]:
    try:
        load_licenses()
        load_templates()
        entries = load_all()
    except PlaygroundError as error:
        yield _problem("catalog", error)
        return
    own = f", {paths.shown(user_catalog())} among them" if user_catalog().exists() else ""
    yield Finding("files", "catalog", "ok", f"{len(entries)} models{own}")


def _private() -> Iterator[Finding]:
    """Prompts and answers are nobody else's business."""
    folder = paths.sessions_folder()
    try:
        sessions = sorted(folder.glob("*.toml"))
        open_ = [path for path in sessions if path.stat().st_mode & _OTHERS]
        others_enter = folder.is_dir() and bool(folder.stat().st_mode & _OTHERS)
    except OSError as error:
        told = f"{paths.shown(folder)} cannot be read: {error.strerror or error}."
        yield Finding("files", "sessions", "problem", told, f"Look at: ls -ld {folder}")
        return
    if open_ or others_enter:
        told = f"{len(open_)} of {len(sessions)} sessions can be read by others on this machine"
        told += ", and their folder can be looked into." if others_enter else "."
        advice = f"chmod 700 {folder}" if others_enter else ""
        advice += " && " if others_enter and open_ else ""
        advice += f"chmod 600 {folder}/*.toml" if open_ else ""
        yield Finding("files", "sessions", "note", told, advice)
    else:
        yield Finding("files", "sessions", "ok", f"{len(sessions)} in {paths.shown(folder)}")


def _problem(subject: str, error: PlaygroundError) -> Finding:
    return Finding("files", subject, "problem", error.message, error.hint or "")
