"""Opens a model file and reads its header, never its weights."""

import functools
import stat
import time
from pathlib import Path
from typing import BinaryIO

from playground.domain.headers import ModelHeader
from playground.services.modelfiles.cursor import Cursor
from playground.services.modelfiles.errors import DamagedError, ModelFileError
from playground.services.modelfiles.ggjt import read_ggcc, read_ggjt
from playground.services.modelfiles.ggml import read_ggml
from playground.services.modelfiles.gguf import read_gguf
from playground.services.modelfiles.lookalikes import SAMPLE, describe

_REMEMBERED = 64
"""Headers; one of some hundred tensors takes 0.1 MB."""
_AT_REST_NS = 2_000_000_000
"""A file that changed less than this before it was read may change again within the same tick of
its clock, unseen."""


def read_header(path: Path) -> ModelHeader:
    """What the header of the model file at `path` says.

    It is remembered for as long as the file does not change: a vocabulary of 128,000 pieces takes
    some tenths of a second. Raises ModelFileError if the file cannot be opened, is not a model
    file, is cut off (even by one byte) or contradicts itself; the message names the file, the
    position and what to do.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file(path, stat.S_ISDIR(status.st_mode))
        changed_ns = max(status.st_mtime_ns, status.st_ctime_ns)
        if time.time_ns() - changed_ns < _AT_REST_NS:
            return _read_file(path, status.st_size)
        return _remembered(path, status.st_dev, status.st_ino, status.st_size, changed_ns)
    except FileNotFoundError as error:
        raise ModelFileError(
            f"There is no file {path}.", "Check the path, or download the model first."
        ) from error
    except PermissionError as error:
        raise ModelFileError(
            f"{path} may not be read: permission denied.",
            f"Allow it with: chmod u+r '{path}'",
        ) from error
    except OSError as error:
        raise ModelFileError(
            f"{path} cannot be read: {error.strerror or error}.", "Check the disk and the path."
        ) from error
    except ValueError as error:
        raise ModelFileError(
            f"{path!r} is not a path: {error}.", "Check the path for odd characters."
        ) from error
    except DamagedError as error:
        raise error.named(path) from error


@functools.lru_cache(maxsize=_REMEMBERED)
def _remembered(path: Path, device: int, number: int, size: int, changed_ns: int) -> ModelHeader:  # noqa: ARG001  they make a file the same one
    return _read_file(path, size)


def _read_file(path: Path, size: int) -> ModelHeader:
    with path.open("rb") as file:
        return _read(file, path, size)


def _not_a_file(path: Path, is_folder: bool) -> ModelFileError:
    if is_folder:
        return ModelFileError(
            f"{path} is a folder, not a model file.", "Name a .gguf or .bin file inside it."
        )
    return ModelFileError(f"{path} is not an ordinary file.", "Name a .gguf or .bin file.")


def _read(file: BinaryIO, path: Path, size: int) -> ModelHeader:
    if size == 0:
        raise DamagedError("is empty", hint="Its download has not begun or failed: try it again.")
    cursor = Cursor(file, size)
    head = cursor.take(min(size, SAMPLE), "its beginning")
    cursor.position = 4
    match head[:4]:
        case b"GGUF":
            return read_gguf(cursor)
        case b"lmgg":
            return read_ggml(cursor)
        case b"tjgg":
            return read_ggjt(cursor, path)
        case b"ccgg":
            return read_ggcc(cursor)
    what, hint = describe(head)
    raise DamagedError(what, hint=hint)
