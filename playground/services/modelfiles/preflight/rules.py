"""What the pre-flight rules share: their type, refusals, the comparison of tensors."""

from collections.abc import Callable, Collection, Mapping

from playground.domain.headers import ModelHeader, TensorInfo, Verdict

Rule = Callable[[ModelHeader], Verdict | None]
"""Says why the file cannot run, or None where the rule has nothing against it."""

OTHER_ENGINE = "Choose the llama.cpp engine for this file."
OTHER_QUANTISATION = "Take the Q4_K_M, Q5_K_M, Q6_K or Q8_0 file of the same model."
DAMAGED = "The file is damaged or badly converted: download it again or take another one."

# Types the engine of autumn 2023 multiplies with; 16 to 18 meant other things then.
WEIGHT_TYPES = frozenset(
    {"F32", "F16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"}
)

UTF8_BYTES = frozenset(range(1, 0x80)) | frozenset(range(0x80, 0xC0)) | frozenset(range(0xC2, 0xF5))
"""Every byte that can occur in a prompt."""


def refuse(reason: str, hint: str = DAMAGED) -> Verdict:
    """A verdict against a file."""
    return Verdict(runs=False, reason=reason, hint=hint)


def check_weight_types(header: ModelHeader) -> Verdict | None:
    """Refuse tensor types the engine does not know; vectors must be F32."""
    for tensor in header.tensors:
        if tensor.type not in WEIGHT_TYPES:
            return refuse(
                f"{tensor.name} is stored as {tensor.type}, which ctransformers does not know.",
                OTHER_QUANTISATION if header.container == "gguf" else DAMAGED,
            )
        if len(tensor.shape) == 1 and tensor.type != "F32":
            return refuse(
                f"The vector {tensor.name} is stored as {tensor.type}; ctransformers needs F32."
            )
    return None


def compare_tensors(
    tensors: Collection[TensorInfo],
    expected: Mapping[str, tuple[int, ...]],
    optional: Collection[str] = (),
) -> Verdict | None:
    """Refuse unless exactly the `expected` tensors are there, each with its shape."""
    found = {tensor.name: tensor for tensor in tensors}
    for name, shape in expected.items():
        if name not in found:
            if name in optional:
                continue
            return refuse(f"The tensor {name} is missing.")
        if found[name].shape != shape:
            wanted, got = (" x ".join(map(str, dims)) for dims in (shape, found[name].shape))
            return refuse(f"The tensor {name} has the shape {got} instead of {wanted}.")
    for name in found:
        if name not in expected:
            return refuse(f"The tensor {name} is not part of this architecture.", OTHER_ENGINE)
    return None
