"""Random weights in every storage type an engine of 2023 reads."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

Shape = tuple[int, ...]

SPREAD = 0.02
"""Standard deviation of the weights, about."""

CODES = {
    "F32": 0,
    "F16": 1,
    "Q4_0": 2,
    "Q4_1": 3,
    "Q5_0": 6,
    "Q5_1": 7,
    "Q8_0": 8,
    "Q2_K": 10,
    "Q3_K": 11,
    "Q4_K": 12,
    "Q5_K": 13,
    "Q6_K": 14,
    "IQ2_XXS": 16,
    "IQ4_NL": 20,
    "IQ4_XS": 23,
    "I8": 24,
    "BF16": 30,
}
# Elements and bytes per block, then where in the block half-precision scales stand and their value.
# The values bring random quanta to about SPREAD; a second scale is the offset that centres them.
_BLOCKS: dict[str, tuple[int, int, tuple[tuple[int, float], ...]]] = {
    "Q4_0": (32, 18, ((0, SPREAD / 4.6),)),
    "Q4_1": (32, 20, ((0, SPREAD / 4.6), (2, -7.5 * SPREAD / 4.6))),
    "Q5_0": (32, 22, ((0, SPREAD / 9.2),)),
    "Q5_1": (32, 24, ((0, SPREAD / 9.2), (2, -15.5 * SPREAD / 9.2))),
    "Q8_0": (32, 34, ((0, SPREAD / 74),)),
    "Q2_K": (256, 84, ((80, SPREAD / 8), (82, 1.5 * SPREAD / 8))),
    "Q3_K": (256, 110, ((108, SPREAD / 42),)),
    "Q4_K": (256, 144, ((0, SPREAD / 150), (2, 7.5 * SPREAD / 150))),
    "Q5_K": (256, 176, ((0, SPREAD / 290), (2, 15.5 * SPREAD / 290))),
    "Q6_K": (256, 210, ((208, SPREAD / 1370),)),
    "IQ2_XXS": (256, 66, ((0, SPREAD),)),
    "IQ4_NL": (32, 18, ((0, SPREAD / 70),)),
    "IQ4_XS": (256, 136, ((0, SPREAD / 1500),)),
}


@dataclass(slots=True)
class Stored:
    """A tensor to be written."""

    name: str
    shape: Shape
    """As stored: the length of a row first."""
    type: str
    data: bytes = field(repr=False)


def random_tensor(rng: Any, name: str, shape: Shape, kind: str) -> Stored:
    """Random weights; vectors are F32 whatever `kind`, ones for norms and zeros for biases."""
    count = int(np.prod(shape))
    if len(shape) == 1:
        ones = not name.endswith((".bias", "/b"))
        return Stored(name, shape, "F32", np.full(count, float(ones), "<f4").tobytes())
    if kind in {"F32", "F16"}:
        values = rng.standard_normal(count, dtype=np.float32) * SPREAD
        return Stored(name, shape, kind, values.astype("<f4" if kind == "F32" else "<f2").tobytes())
    if kind in {"BF16", "I8"}:
        return Stored(name, shape, kind, bytes(count * (2 if kind == "BF16" else 1)))
    elements, size, scales = _BLOCKS[kind]
    assert shape[0] % elements == 0, f"{name}: a row of {shape[0]} is not whole {kind} blocks"
    blocks = np.frombuffer(bytearray(rng.bytes(count // elements * size)), np.uint8)
    blocks = blocks.reshape(-1, size)
    for at, value in scales:
        blocks[:, at : at + 2] = np.frombuffer(np.array([value], "<f2").tobytes(), np.uint8)
    return Stored(name, shape, kind, blocks.tobytes())
