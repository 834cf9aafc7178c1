"""A position in a file, read through a window of bounded size."""

import struct
from typing import BinaryIO

from playground.services.modelfiles.errors import INCOMPLETE, DamagedError

WINDOW = 1 << 18
MAX_STRING = 1 << 24
"""Longest single text that is believed, in bytes."""
MAX_TEXT = 1 << 26
"""Most bytes all pieces of one list may take together."""

_U32 = struct.Struct("<I")
_I32 = struct.Struct("<i")
_U64 = struct.Struct("<Q")
_F32 = struct.Struct("<f")


class Cursor:
    """Little-endian values in a row; raises DamagedError where the file ends too early."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.size = size
        self.position = 0
        self._file = file
        self._window = b""
        self._start = 0

    @property
    def left(self) -> int:
        """Bytes between the position and the end of the file."""
        return self.size - self.position

    def need(self, count: int, what: str) -> None:
        """Raise DamagedError unless `count` more bytes are there."""
        if count > self.left:
            raise DamagedError(
                f"is cut off: {what} needs {count} more bytes, {max(self.left, 0)} are left",
                self.position,
                INCOMPLETE,
            )

    def take(self, count: int, what: str) -> bytes:
        """The next `count` bytes."""
        begin = self.position - self._start
        if begin < 0 or begin + count > len(self._window):
            self._fill(count, what)
            begin = 0
        self.position += count
        return self._window[begin : begin + count]

    def skip(self, count: int, what: str) -> None:
        """Step over `count` bytes without reading them."""
        self.need(count, what)
        self.position += count

    def align(self, alignment: int) -> None:
        """Step to the next multiple of `alignment`; the end of the file is not checked."""
        self.position += -self.position % alignment

    def u32(self, what: str) -> int:
        """An unsigned 32-bit integer."""
        return int(_U32.unpack(self.take(4, what))[0])

    def i32(self, what: str) -> int:
        """A signed 32-bit integer."""
        return int(_I32.unpack(self.take(4, what))[0])

    def u64(self, what: str) -> int:
        """An unsigned 64-bit integer."""
        return int(_U64.unpack(self.take(8, what))[0])

    def f32(self, what: str) -> float:
        """A 32-bit float."""
        return float(_F32.unpack(self.take(4, what))[0])

    def text(self, length: int, what: str, limit: int = MAX_STRING) -> bytes:
        """`length` bytes of text; raises DamagedError beyond `limit`."""
        self.need(length, what)
        if length > limit:
            raise DamagedError(f"has a nonsensical {what} of {length} bytes", self.position)
        return self.take(length, what)

    def pieces(
        self, count: int, what: str, *, wide: bool = False, tail: int = 0, keep: bool = True
    ) -> list[bytes]:
        """`count` length-prefixed texts (u64 lengths where `wide`), each with its `tail` bytes.

        Without `keep` they are stepped over and the list stays empty.
        """
        prefix = _U64 if wide else _U32
        head = prefix.size
        found: list[bytes] = []
        total = done = 0
        self.need(count * (head + tail), what)
        while done < count:
            window, at, end = self._window, self.position - self._start, len(self._window)
            while 0 <= at <= end - head and done < count:
                stop = at + head + prefix.unpack_from(window, at)[0] + tail
                if stop > end:
                    break
                if keep:
                    found.append(window[at + head : stop])
                done += 1
                total += stop - at
                at = stop
            self.position = self._start + at if at >= 0 else self.position
            if done < count:
                length = int(prefix.unpack(self.take(head, what))[0])
                piece = self.text(length, what) + self.take(tail, what)
                found += [piece] if keep else []
                done += 1
                total += length
            if total > MAX_TEXT:
                raise DamagedError(f"has nonsensically long {what}", self.position)
        return found

    def _fill(self, count: int, what: str) -> None:
        self.need(count, what)
        self._file.seek(self.position)
        self._window = self._file.read(min(max(count, WINDOW), self.left))
        self._start = self.position
        if len(self._window) < count:
            raise DamagedError("became shorter while it was read", self.position, "Try again.")
