"""What the header of a model file says, and whether an engine can run that file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Scalar = int | float | bool | str


@dataclass(frozen=True, slots=True)
class ArraySummary:
    """An array among a header's metadata, of which only the kind and the length are kept."""

    type: str
    """Type of the elements: "str", "f32", "i32", "u32", ..."""
    length: int
    """Number of elements, 0 or more."""


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """One tensor as the header lists it."""

    name: str
    shape: tuple[int, ...]
    """Elements per dimension as stored: the length of a row comes first. Each at least 1."""
    type: str
    """"F32", "Q4_0", ..., or "type 99" for a number that is not known here."""
    bytes: int
    """Size of the data; where the type is not known, the room up to the next tensor."""
    offset: int
    """Position of the first data byte, counted from the start of the file."""

    @property
    def elements(self) -> int:
        """Number of elements, at least 1."""
        count = 1
        for length in self.shape:
            count *= length
        return count


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts about a vocabulary on which an engine depends; the pieces are not kept."""

    size: int
    """Number of pieces."""
    scores: ArraySummary | None = None
    """The scores array; None where the file has none."""
    types: ArraySummary | None = None
    """The token types array; None where the file has none."""
    merges: ArraySummary | None = None
    """The merges array; None where the file has none."""
    bad_scores: int = 0
    """Scores that are not a number."""
    byte_pieces_missing: int = 256
    """How many of the 256 SentencePiece byte pieces <0x00> ... <0xFF> are absent."""
    newline_piece: bool = False
    """Whether the byte piece <0x0A> is there."""
    malformed_byte_pieces: int = 0
    """Pieces of the type "byte" that are not written <0xNN>."""
    unknown_types: int = 0
    """Token types outside 1 to 6."""
    raw_bytes: frozenset[int] = frozenset()
    """The bytes that are pieces of their own, written as that single byte."""
    mapped_pieces: int = 0
    """Pieces that hold the printable stand-in for a space or newline (U+0120, U+010A)."""
    invalid_utf8: int = 0
    """Pieces that are not valid UTF-8."""
    duplicates: int = 0
    """Pieces that occur earlier in the list; later ones can never be produced by a tokenizer."""
    repeated: int = 0
    """The same with pieces read to their first NUL, and without those that are empty then."""


@dataclass(frozen=True, slots=True)
class ModelHeader:
    """The header of a model file; what the container does not say is None."""

    container: str
    """"gguf", "ggml", "ggjt" or "ggcc"."""
    container_version: int
    """Version of the container; 0 where it has none (ggml)."""
    architecture: str
    """As GGUF names it; else "gpt2", "gptj", "gpt_neox", "dolly-v2", "mpt", "replit", ..."""
    model_type: str
    """The name by which the ctransformers engine is told what to load."""
    size_bytes: int
    """Size of the file."""
    quantisation: str
    """A label for people: "Q8_0", "Q4_K_M", "F16", ..."""
    parameters: int
    """Elements of all tensors."""
    tensors: tuple[TensorInfo, ...]
    vocabulary: Vocabulary
    name: str | None = None
    context_length: int | None = None
    """Tokens the model was trained with."""
    vocabulary_size: int | None = None
    """Number of tokens."""
    embedding_length: int | None = None
    block_count: int | None = None
    head_count: int | None = None
    head_count_kv: int | None = None
    tokenizer: str | None = None
    """"llama" (SentencePiece), "gpt2" (byte pairs), ..."""
    license: str | None = None
    """The licence named in the header, in the words of whoever made the file."""
    chat_template: str | None = None
    """The Jinja template named in the header."""
    metadata: Mapping[str, Scalar | ArraySummary] = field(default_factory=dict)
    """Every key of the header; for legacy files the fields of the fixed header by their names."""
    metadata_types: Mapping[str, str] = field(default_factory=dict)
    """The stored type of each key: "u32", "f32", "str", "arr", ..."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an engine can run a file, and if not why and what to do instead."""

    runs: bool
    reason: str = ""
    """Why not, in words for people; empty when it runs."""
    hint: str = ""
    """What to do instead; empty when it runs."""
