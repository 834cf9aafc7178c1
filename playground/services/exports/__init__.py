"""Exports of a session: one module for each format, one line for it in `FORMATS`.

The full screen and the command line make the same bytes, because both call `export`.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from playground.errors import PlaygroundError

if TYPE_CHECKING:  # every command line imports this module
    from pathlib import Path

    from playground.domain.comparison import Comparison
    from playground.domain.licenses import License


class ExportError(PlaygroundError):
    """An export cannot be written."""


class Format(NamedTuple):
    """One way to write a comparison down."""

    name: str
    """On the command line."""
    suffix: str
    """Of its files, with the dot."""
    what: str
    """For people."""
    module: str
    """Has `render(report)`, which gives the text in pieces; imported when it is wanted."""


FORMATS: tuple[Format, ...] = (
    Format("markdown", ".md", "a report as Markdown", "markdown"),
    Format("html", ".html", "a report as one web page that needs nothing else", "webpage"),
    Format("csv", ".csv", "a row per answer, for spreadsheets", "delimited"),
    Format("jsonl", ".jsonl", "a JSON object per answer and line", "lines"),
    Format("json", ".json", "everything as one JSON object", "whole"),
    Format("svg", ".svg", "a picture of the comparison", "picture"),
)
BY_NAME = {form.name: form for form in FORMATS}


def form_of(path: str) -> Format | None:
    """The format that the end of a file's name says; None where it says none."""
    return next((form for form in FORMATS if path.lower().endswith(form.suffix)), None)


def export(
    comparison: Comparison, form: str, licenses: Mapping[str, License] | None = None
) -> Iterator[bytes]:
    """The bytes of an export, piece by piece: UTF-8, the same for the same session.

    `form` is a name of `FORMATS`; `licenses` are those that llmplay knows unless others are given.
    """
    from playground.services.catalog import load_licenses
    from playground.services.exports.report import report

    render = importlib.import_module(f"{__name__}.{BY_NAME[form].module}").render
    for piece in render(report(comparison, licenses or load_licenses())):
        yield piece.encode("utf-8", "replace")


def write_export(comparison: Comparison, form: str, path: Path) -> None:
    """Write an export to a file, whole or not at all; raises `ExportError` naming the file.

    A file that is there is replaced; into a device or a pipe the bytes are written as they come.
    """
    from playground.services.files import write_pieces

    try:
        if path.is_dir():
            raise ExportError(f"{path} is a folder.", "Name a file in it.")
        if not path.parent.is_dir():
            raise ExportError(f"There is no folder {path.parent}.", "Make it, or name another.")
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.writelines(export(comparison, form))
        else:
            write_pieces(path, export(comparison, form), mode=_mode(path))
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written: {error.strerror or error}.", "Name another file."
        ) from error


def _mode(path: Path) -> int:
    """What the file has, or what a new one gets under the person's umask."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
