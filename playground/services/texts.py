"""Writing a text to a file that a person named."""

from __future__ import annotations

import re
from pathlib import Path

from playground.errors import PlaygroundError
from playground.services.files import write_atomic


class TextFileError(PlaygroundError):
    """A text cannot be written to the file."""


def place(typed: str) -> Path:
    """The absolute path a person means; ~ is the home folder.

    Raises `TextFileError` where it names no file.
    """
    name = typed.strip()
    if not name:
        raise TextFileError("The path is empty.", "Type the path of a file.")
    try:
        path = Path(name).expanduser().absolute()
        is_folder = name.endswith("/") or path.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TextFileError(
            f"{name:.80} can be no file: {reason}.", "Type the path of a file."
        ) from error
    if is_folder:
        raise TextFileError(f"{path} is a folder.", "Add the name of a file to it.")
    return path


def save_text(path: Path, text: str) -> None:
    """Write the text as UTF-8, readable by its owner alone; replaces what is there.

    Lone surrogates become U+FFFD. Raises `TextFileError` naming the file.
    """
    clean = re.sub("[\ud800-\udfff]", "\ufffd", text)
    try:
        write_atomic(path, clean.encode("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TextFileError(
            f"{path} cannot be written: {reason}.", "Choose another path; the text is kept here."
        ) from error
