"""One file that this process alone writes: it is appended to, or replaced as a whole."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playground.services.files import make_folder
from playground.services.sessions.errors import SessionBusyError, SessionError


def failure(path: Path, error: OSError) -> SessionError:
    """What to raise where the file system refuses."""
    return SessionError(
        f"The session {path} cannot be written: {error.strerror or error}.",
        "Free some space or name another file with --session; the text is still on screen.",
    )


class AppendFile:
    """An open session file with its lock, which ends with the process, however that ends.

    What cannot be written stays in memory, in order, and goes before whatever is written next.
    """

    def __init__(self, path: Path, descriptor: int, waiting: Sequence[bytes] = ()) -> None:
        """Use `open` or `create`."""
        self.path = path
        self._descriptor = descriptor
        self._end = os.fstat(descriptor).st_size
        self._waiting = list(waiting)

    @classmethod
    def open(cls, path: Path) -> AppendFile:
        """An existing file; raises `SessionBusyError` where another process writes it."""
        while True:
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
            except OSError as error:
                raise failure(path, error) from error
            _lock(path, descriptor)
            # The one who had it may have put another file in its place while we waited.
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), path.stat()):
                    return cls(path, descriptor)
            os.close(descriptor)

    @classmethod
    def create(cls, path: Path, head: bytes, waiting: Sequence[bytes] = ()) -> AppendFile:
        """A new file that begins with `head`; nobody ever sees it without.

        `waiting` goes before whatever is written next.
        """
        try:
            make_folder(path.parent)
            descriptor, name = _written(path, head)
        except OSError as error:
            raise failure(path, error) from error
        try:
            _lock(path, descriptor)
            _place(Path(name), path)
        except FileExistsError:
            os.close(descriptor)
            cls.open(path).close()  # raises where it is open elsewhere
            raise SessionError(
                f"The session {path} was begun by another llmplay meanwhile.",
                "Name another file with --session.",
            ) from None
        except OSError as error:
            os.close(descriptor)
            raise failure(path, error) from error
        finally:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        return cls(path, descriptor, waiting)

    @property
    def unwritten(self) -> tuple[bytes, ...]:
        """What is in memory because it could not be written, in its order."""
        return tuple(self._waiting)

    @property
    def waiting(self) -> int:
        """Bytes that are in memory because they could not be written."""
        return sum(map(len, self._waiting))

    def append(self, data: bytes, *, keep: bool) -> None:
        """Write at the end and see it on the disk.

        Raises `SessionError` where that fails; the file is then as it was, and with `keep` the data
        waits for the next attempt.
        """
        try:
            self.flush()
            self._write(data)
        except SessionError:
            if keep:
                self._waiting.append(data)
            raise

    def flush(self) -> None:
        """Write what waits; raises `SessionError` where that still fails."""
        while self._waiting:
            self._write(self._waiting[0])
            del self._waiting[0]

    def content(self) -> bytes:
        """All that is in the file; raises `OSError`."""
        with open(self._descriptor, "rb", closefd=False) as file:
            file.seek(0)
            return file.read()

    def truncate(self, end: int) -> None:
        """Take away what stands from `end` on."""
        try:
            os.ftruncate(self._descriptor, end)
            os.fsync(self._descriptor)
        except OSError as error:
            raise failure(self.path, error) from error
        self._end = end

    def replace(self, data: bytes) -> None:
        """Put a new file in the place of this one, in one step; raises `OSError`."""
        target = self.path.resolve()  # a link stays a link
        descriptor, name = _written(target, data)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Path(name).replace(target)
        except BaseException:
            os.close(descriptor)
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
        _sync_folder(target.parent)
        os.close(self._descriptor)
        self._descriptor, self._end = descriptor, len(data)

    def close(self) -> None:
        """Let go of the file and its lock."""
        os.close(self._descriptor)

    def _write(self, data: bytes) -> None:
        descriptor = self._descriptor
        try:
            if os.fstat(descriptor).st_size != self._end:
                os.ftruncate(descriptor, self._end)  # half a block of an attempt that failed
            rest = memoryview(data)
            while rest:
                count = os.write(descriptor, rest)
                if not count:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                rest = rest[count:]
            os.fsync(descriptor)
        except OSError as error:
            with contextlib.suppress(OSError):  # then the next attempt does it
                os.ftruncate(descriptor, self._end)
            raise failure(self.path, error) from error
        self._end += len(data)


def _lock(path: Path, descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise SessionBusyError(
            f"The session {path} is open in another llmplay.",
            "Close it there, name another file with --session, or go on in a copy: --if-open copy.",
        ) from None
    except OSError as error:
        os.close(descriptor)
        raise failure(path, error) from error


def _written(path: Path, data: bytes) -> tuple[int, str]:
    """A temporary file beside `path`, private to its owner, on the disk with its content."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        os.set_inheritable(descriptor, False)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_APPEND)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except BaseException:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    return descriptor, name


def _place(temporary: Path, path: Path) -> None:
    """Give the file its name, unless that is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """See the name of a file on the disk, where the file system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
