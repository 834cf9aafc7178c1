"""Walks the tensors of the pre-GGUF formats, where each header stands right before its data."""

from playground.domain.headers import TensorInfo
from playground.services.modelfiles.cursor import Cursor
from playground.services.modelfiles.errors import INCOMPLETE, DamagedError
from playground.services.modelfiles.extents import Placed, data_size
from playground.services.modelfiles.types import TENSOR_TYPES

MAX_NAME = 256
_CODES = frozenset({0, 1, 2, 3, 6, 7, 8, 10, 11, 12, 13, 14})
# Bytes per block of 32 before the layouts changed in May 2023.
_OLD_BLOCKS = {"Q4_0": 20, "Q4_1": 24, "Q8_0": 36}


def tensor_header(cursor: Cursor) -> Placed:
    """The header at the cursor; raises DamagedError where it makes no sense."""
    at = cursor.position
    dimensions, length, code = (cursor.i32("a tensor header") for _ in range(3))
    if dimensions not in {1, 2} or not 0 < length <= MAX_NAME or code not in _CODES:
        raise DamagedError("has something else where a tensor should begin", at)
    shape = tuple(cursor.i32("a tensor shape") for _ in range(dimensions))
    raw = cursor.text(length, "a tensor name")
    if not raw.isascii() or not raw.decode("ascii").isprintable():
        raise DamagedError("has a tensor name that is not a text", at)
    return Placed(raw.decode("ascii"), shape, code, 0, at)


def walk_tensors(cursor: Cursor, *, alignment: int = 1) -> tuple[TensorInfo, ...]:
    """All tensors from the cursor to the end of the file, which the last one must reach exactly.

    The loaders read what they find and leave the rest of the weights zero, so a file that is cut
    off at the wrong place runs and talks nonsense: raises DamagedError for it.
    """
    found: list[TensorInfo] = []
    seen: set[str] = set()
    while cursor.left:
        try:
            placed = tensor_header(cursor)
        except DamagedError:
            _refuse_old_blocks(cursor, found)
            raise
        if placed.name in seen:
            raise DamagedError(f"holds the tensor {placed.name} twice", placed.listed_at)
        seen.add(placed.name)
        length = data_size(placed) or 0
        cursor.align(alignment)
        if length > cursor.left:
            _refuse_old_blocks(cursor, found)
            raise DamagedError(
                f"is cut off: {length - cursor.left} of the {length} bytes of {placed.name} "
                "are missing",
                cursor.size,
                INCOMPLETE,
            )
        kind = TENSOR_TYPES[placed.code].name
        found.append(TensorInfo(placed.name, placed.shape, kind, length, cursor.position))
        cursor.position += length
    return tuple(found)


def _refuse_old_blocks(cursor: Cursor, found: list[TensorInfo]) -> None:
    """Raise DamagedError if the last tensor fits the block size of the layout before May 2023."""
    if not found or found[-1].type not in _OLD_BLOCKS:
        return
    last = found[-1]
    cursor.position = last.offset + last.elements // 32 * _OLD_BLOCKS[last.type]
    try:
        tensor_header(cursor)
    except DamagedError:
        return
    raise DamagedError(
        f"was quantised to {last.type} before May 2023, in a layout no engine here reads",
        last.offset,
        "Take a newer conversion of the model, best a GGUF file.",
    )
