"""Works out where every tensor's data lies, and refuses files in which it cannot lie there."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.domain.headers import TensorInfo
from playground.services.modelfiles.errors import INCOMPLETE, DamagedError
from playground.services.modelfiles.types import TENSOR_TYPES

MAX_TENSOR_ELEMENTS = 1 << 40
"""More elements than any tensor has; engines multiply dimensions without looking for overflow."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A tensor as listed in a header, before its type and place are checked."""

    name: str
    shape: tuple[int, ...]
    code: int
    """Number of the tensor type."""
    offset: int
    """Position of the data, counted from the start of the data section."""
    listed_at: int
    """Position in the file at which the header lists it."""


def data_size(tensor: Placed) -> int | None:
    """Bytes of a tensor's data, None for an unknown type; raises DamagedError for a bad shape."""
    elements = 1
    for length in tensor.shape:
        elements *= length
        if not 0 < elements <= MAX_TENSOR_ELEMENTS:
            dimensions = " x ".join(map(str, tensor.shape))
            raise DamagedError(
                f"gives {tensor.name} the impossible shape {dimensions}", tensor.listed_at
            )
    kind = TENSOR_TYPES.get(tensor.code)
    if kind is None:
        return None
    if tensor.shape[0] % kind.block:
        raise DamagedError(
            f"stores rows of {tensor.shape[0]} elements of {tensor.name} as {kind.name}, "
            f"which needs a multiple of {kind.block}",
            tensor.listed_at,
        )
    return elements // kind.block * kind.size


def check_extents(
    placed: Sequence[Placed], *, base: int, size: int, alignment: int
) -> tuple[TensorInfo, ...]:
    """The tensors in the header's order, offsets counted from the start of the file.

    `base` is where the data section begins, `size` the length of the file, both in bytes. Raises
    DamagedError for repeated names, misaligned or overlapping tensors and missing data.
    """
    seen: set[str] = set()
    for tensor in placed:
        if tensor.name in seen:
            raise DamagedError(f"lists the tensor {tensor.name} twice", tensor.listed_at)
        seen.add(tensor.name)
        if tensor.offset % alignment:
            raise DamagedError(
                f"places {tensor.name} at offset {tensor.offset}, not a multiple of {alignment}",
                tensor.listed_at,
            )
    ordered = sorted(placed, key=lambda tensor: tensor.offset)
    sizes: dict[str, int] = {}
    end = 0
    for index, tensor in enumerate(ordered):
        following = ordered[index + 1].offset if index + 1 < len(ordered) else size - base
        known = data_size(tensor)
        length = max(following - tensor.offset, 0) if known is None else known
        if tensor.offset < end:
            raise DamagedError(
                f"places {tensor.name} where {ordered[index - 1].name} already lies",
                tensor.listed_at,
            )
        end = tensor.offset + length
        sizes[tensor.name] = length
    if placed and base + end > size:
        raise DamagedError(
            f"is cut off: {base + end - size} of {base + end} bytes are missing",
            size,
            INCOMPLETE,
        )
    return tuple(
        TensorInfo(
            tensor.name,
            tensor.shape,
            TENSOR_TYPES[tensor.code].name
            if tensor.code in TENSOR_TYPES
            else f"type {tensor.code}",
            sizes[tensor.name],
            base + tensor.offset,
        )
        for tensor in placed
    )
