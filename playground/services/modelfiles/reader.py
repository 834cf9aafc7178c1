"""Opens a model file and reads its header, never its weights."""

import stat
from pathlib import Path
from typing import BinaryIO

from playground.domain.headers import ModelHeader
from playground.services.modelfiles.cursor import Cursor
from playground.services.modelfiles.errors import DamagedError, ModelFileError
from playground.services.modelfiles.ggjt import read_ggcc, read_ggjt
from playground.services.modelfiles.ggml import read_ggml
from playground.services.modelfiles.gguf import read_gguf
from playground.services.modelfiles.lookalikes import SAMPLE, describe


def read_header(path: Path) -> ModelHeader:
    """What the header of the model file at `path` says.

    Raises ModelFileError if the file cannot be opened, is not a model file, is cut off (even by
    one byte) or contradicts itself; the message names the file, the position and what to do.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file(path, stat.S_ISDIR(status.st_mode))
        with path.open("rb") as file:
            return _read(file, path, status.st_size)
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
