"""Reading and writing of TOML, and digests of large files."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from playground.errors import PlaygroundError
from playground.services import paths


class TomlError(PlaygroundError):
    """A TOML file cannot be read."""


LARGEST_TOML = 2**22
"""Bytes. The largest file of tables that comes with the program has a tenth of it; sessions, which
grow, are read block by block elsewhere."""
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_DEEP = re.compile(rf"[\n\[{{,][ \t]*+{_PART}(?:\.[ \t]*+{_PART}){{30}}")
"""A dotted key of over 30 parts; the time of reading one grows with the square of them.

It is looked for only behind what a key can follow: at every word of a long text that takes as long
as reading it.
"""
_TEXTS = re.compile(
    r'#[^\n]*+|"{3}(?:[^"\\]++|\\[\s\S]|"(?!""))*+(?:"{3}|\Z)|"(?:[^"\\\n]++|\\.)*+"?'
    r"|'{3}[\s\S]*?(?:'{3}|\Z)|'[^'\n]*+'?"
)
"""Comments and texts of TOML, closed or not: what they hold is no key."""


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; raises `TomlError` naming the file, and the line where it can."""
    try:
        size = path.stat().st_size
        if size > LARGEST_TOML:
            raise TomlError(
                f"{path} has {size:,} bytes; at most {LARGEST_TOML:,} are read.",
                "Is it the right file? Take out what does not belong there.",
            )
        return tables_in(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise TomlError(
            f"{path} is nested too deeply to be read.", "Is it the right file?"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise TomlError(f"{path} is no valid TOML: {error}.", "Mend that line.") from error
    except UnicodeDecodeError as error:
        raise TomlError(
            f"{path} is no UTF-8 text: byte {error.start} is {error.object[error.start]:#04x}.",
            "Save it as UTF-8.",
        ) from error
    except OSError as error:
        raise TomlError(f"{path} cannot be read: {error.strerror}.") from error


def tables_in(text: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises `tomllib.TOMLDecodeError`, or `RecursionError` where it is nested deeply.
    """
    if _DEEP.search(f"\n{text}") and _DEEP.search("\n" + _TEXTS.sub("x", text)):
        raise tomllib.TOMLDecodeError("a key of over 30 parts")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # what a date or a number is made with has errors of its own
        raise tomllib.TOMLDecodeError(str(error).partition(";")[0]) from error


def toml_text(tables: Mapping[str, Any]) -> str:
    """The tables as TOML.

    Texts of several lines are written over several lines, unless one holds a carriage return,
    which such a block would not keep.
    """
    import tomli_w  # 3 ms

    return tomli_w.dumps(tables, multiline_strings=not _has_carriage_return(tables))


def _has_carriage_return(value: object) -> bool:
    if isinstance(value, str):
        return "\r" in value
    if isinstance(value, Mapping):
        return any(_has_carriage_return(item) for item in value.values())
    return isinstance(value, list | tuple) and any(map(_has_carriage_return, value))


def is_file(path: Path) -> bool:
    """Whether a file is there; under a name that no file can have there is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long for the file system, or with a NUL
        return False


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; the program's own are private. Raises `OSError`."""
    own = (
        paths.config_folder(),
        paths.data_folder(),
        paths.cache_folder(),
        paths.state_folder(),
    )
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        private = any(one.is_relative_to(above) for above in own)
        one.mkdir(mode=0o700 if private else 0o777, exist_ok=True)


def write_atomic(path: Path, data: bytes) -> None:
    """Replace a file by one rename, private to its owner; readers see the old or the new whole."""
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes], *, mode: int = 0o600) -> None:
    """The same for what is made piece by piece; a failure on the way leaves the old file."""
    path = path.resolve()  # a link stays a link
    make_folder(path.parent)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:200]}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, remembered by path, size and time of change.

    Of a folder of weights: of its safetensors files' digests and names, a line each, as sha256sum
    writes them, in the order of their names.
    """
    if path.is_dir():
        lines = [f"{sha256_of(one)}  {one.name}\n" for one in sorted(path.glob("*.safetensors"))]
        return hashlib.sha256("".join(lines).encode()).hexdigest()
    known = known_sha256(path)
    if known is not None:
        return known
    cached, stamp = _remembered(path)
    digest = digest_of(path)
    with contextlib.suppress(OSError):  # a cache that cannot be written only costs time
        write_atomic(cached, json.dumps({"stamp": stamp, "sha256": digest}).encode())
    return digest


def digest_of(path: Path) -> str:
    """The SHA-256 of a file as it is on the disk now; raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def known_sha256(path: Path) -> str | None:
    """The SHA-256 of a file that was digested before and did not change; None where it was not."""
    if path.is_dir():
        return None
    cached, stamp = _remembered(path)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(cached.read_text(encoding="utf-8"))
        if known["stamp"] == stamp:
            return str(known["sha256"])
    return None


def _remembered(path: Path) -> tuple[Path, str]:
    """Where a digest is remembered, and the size and time for which it holds."""
    stat = path.stat()
    key = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]
    return paths.cache_folder() / "digests" / f"{key}.json", f"{stat.st_size} {stat.st_mtime_ns}"
