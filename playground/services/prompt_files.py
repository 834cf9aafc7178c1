"""Prompts in files: reading one, and the names that begin as what was typed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from playground.errors import PlaygroundError
from playground.services import paths

LARGEST_BYTES = 2**24
_MOST_NAMES = 200


class PromptFileError(PlaygroundError):
    """A file cannot be a prompt."""


def path_of(text: str) -> Path:
    """The path a person means, ~ being the home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~name of somebody unknown here
        return Path(text)


def read_prompt_file(path: Path) -> str:
    """The text of a file without the end of its last line; raises `PromptFileError` with why not.

    The same text as `llmplay run -f` takes.
    """
    shown = paths.shown(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise PromptFileError(f"{shown} is a folder.", "Go on typing the name of a file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise PromptFileError(f"{shown} is no ordinary file.", "Copy its text to one.")
        if status.st_size > LARGEST_BYTES:
            raise PromptFileError(
                f"{shown} has {status.st_size:,} bytes; a prompt may have {LARGEST_BYTES:,}.",
                "Cut out the part that matters: no model here reads so much.",
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PromptFileError(f"{shown} cannot be read: {reason}.") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PromptFileError(
            f"{shown} is no UTF-8 text: byte {error.start:,} is {data[error.start]:#04x}.",
            "Save it as UTF-8.",
        ) from error
    return text.removesuffix("\n").removesuffix("\r")


def names_like(text: str) -> tuple[str, ...]:
    """Paths that begin as `text` does, written alike, folders with a slash; at most 200 of them.

    Hidden names only come when asked for by their dot; what cannot be listed gives none.
    """
    head, _, beginning = text.rpartition("/")
    folder = path_of(f"{head}/" if "/" in text else ".")
    prefix = f"{head}/" if "/" in text else ""
    found: list[tuple[bool, str]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                hidden = entry.name.startswith(".") and not beginning.startswith(".")
                if hidden or not entry.name.startswith(beginning):
                    continue
                is_folder = entry.is_dir()
                if is_folder or entry.is_file():
                    found.append((not is_folder, prefix + entry.name + "/" * is_folder))
    except (OSError, ValueError):
        return ()
    return tuple(name for _, name in sorted(found)[:_MOST_NAMES])
