"""Reads the header of a GGUF file, versions 1 to 3.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from playground.domain.headers import ArraySummary, ModelHeader, Scalar, TensorInfo
from playground.services.modelfiles.cursor import Cursor
from playground.services.modelfiles.errors import DamagedError
from playground.services.modelfiles.extents import Placed, check_extents
from playground.services.modelfiles.types import FILE_TYPES, majority_type
from playground.services.modelfiles.vocabularies import summarise

MAX_KEYS = 1 << 14
MAX_TENSORS = 1 << 16
MAX_ELEMENTS = 1 << 20
"""Longest list of texts, scores or token types that is believed."""

_FORMATS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 10: "Q", 11: "q", 12: "d"}
_BOOL, _STRING, _ARRAY = 7, 8, 9
_NAMES = dict(
    enumerate(
        ("u8", "i8", "u16", "i16", "u32", "i32", "f32", "bool", "str", "arr", "u64", "i64", "f64")
    )
)
_TOKENS = "tokenizer.ggml.tokens"
_KEPT = {
    "tokenizer.ggml.scores": "scores",
    "tokenizer.ggml.token_type": "types",
    "tokenizer.ggml.merges": "merges",
}


@dataclass(slots=True)
class _Metadata:
    values: dict[str, Scalar | ArraySummary] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)
    scores: Sequence[float] | None = None
    token_types: Sequence[int] | None = None
    arrays: dict[str, ArraySummary] = field(default_factory=dict)


class _Reader:
    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.version = self._version()
        self.wide = self.version > 1
        """Lengths and counts take 8 bytes since version 2, before that 4."""
        self.metadata = _Metadata()

    def _version(self) -> int:
        at = self.cursor.position
        version = self.cursor.u32("its version")
        if 1 <= version <= 3:
            return version
        if version & 0xFFFF == 0:
            raise DamagedError(
                "is a big-endian GGUF file, made for another kind of processor",
                at,
                "Take the ordinary, little-endian file of the same model.",
            )
        raise DamagedError(
            f"says it is GGUF version {version}; versions 1 to 3 are known",
            at,
            "Take a file made for GGUF version 3, or a newer release of this program.",
        )

    def count(self, what: str) -> int:
        return self.cursor.u64(what) if self.wide else self.cursor.u32(what)

    def name(self, what: str) -> str:
        at = self.cursor.position
        raw = self.cursor.text(self.count(what), what, limit=65535)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = ""
        if not text or "\0" in text:
            raise DamagedError(f"has {what} that is not a text", at)
        return text

    def read_key(self) -> None:
        at = self.cursor.position
        key = self.name("a key")
        code = self.cursor.u32(f"the type of {key}")
        if key in self.metadata.values:
            raise DamagedError(f"gives the key {key} twice", at)
        self.metadata.types[key] = _NAMES.get(code, str(code))
        self.metadata.values[key] = (
            self.read_array(key) if code == _ARRAY else self.scalar(key, code)
        )

    def scalar(self, key: str, code: int) -> Scalar:
        at = self.cursor.position
        if code == _STRING:
            raw = self.cursor.text(self.count(key), f"the text of {key}")
            return raw.decode("utf-8", errors="replace")
        if code == _BOOL:
            raw = self.cursor.take(1, key)
            if raw[0] > 1:
                raise DamagedError(f"has {raw[0]} where {key} must be yes or no", at)
            return bool(raw[0])
        form = _FORMATS.get(code)
        if form is None:
            raise DamagedError(f"gives {key} an unknown type {code}", at)
        value: int | float = struct.unpack(
            "<" + form, self.cursor.take(struct.calcsize("<" + form), key)
        )[0]
        return value

    def read_array(self, key: str) -> ArraySummary:
        at = self.cursor.position
        code = self.cursor.u32(f"the element type of {key}")
        length = self.count(f"the length of {key}")
        if code == _ARRAY:
            raise DamagedError(f"nests lists within {key}, which no known model does", at)
        if code not in _NAMES:
            raise DamagedError(f"gives the elements of {key} an unknown type {code}", at)
        summary = ArraySummary(_NAMES[code], length)
        self.elements(key, code, length, at)
        if key in _KEPT:
            self.metadata.arrays[_KEPT[key]] = summary
        return summary

    def elements(self, key: str, code: int, length: int, at: int) -> None:
        listed = code == _STRING or key in _KEPT
        if listed and length > MAX_ELEMENTS and length <= self.cursor.left:
            raise DamagedError(f"has a nonsensical number of elements in {key}: {length}", at)
        if code == _STRING:
            keep = key == _TOKENS
            pieces = self.cursor.pieces(length, f"the list {key}", wide=self.wide, keep=keep)
            self.metadata.pieces = pieces or self.metadata.pieces
            return
        size = 1 if code == _BOOL else struct.calcsize("<" + _FORMATS[code])
        self.cursor.need(size * length, f"the list {key}")
        if key == "tokenizer.ggml.scores" and _NAMES[code] == "f32":
            self.metadata.scores = struct.unpack(f"<{length}f", self.cursor.take(4 * length, key))
        elif key == "tokenizer.ggml.token_type" and _NAMES[code] in {"i32", "u32"}:
            self.metadata.token_types = struct.unpack(
                f"<{length}{_FORMATS[code]}", self.cursor.take(4 * length, key)
            )
        else:
            self.cursor.skip(size * length, f"the list {key}")

    def read_tensor(self) -> Placed:
        at = self.cursor.position
        name = self.name("a tensor name")
        dimensions = self.cursor.u32(f"the dimensions of {name}")
        if not 1 <= dimensions <= 4:
            raise DamagedError(f"gives {name} {dimensions} dimensions instead of 1 to 4", at)
        shape = tuple(self.count(f"the shape of {name}") for _ in range(dimensions))
        code = self.cursor.u32(f"the type of {name}")
        return Placed(name, shape, code, self.cursor.u64(f"the offset of {name}"), at)


def read_gguf(cursor: Cursor) -> ModelHeader:
    """The header of a GGUF file whose first four bytes `cursor` has passed.

    Raises DamagedError where the bytes make no sense or tensor data is missing.
    """
    reader = _Reader(cursor)
    tensor_count = _believable(reader.count("the number of tensors"), MAX_TENSORS, "tensors", 16)
    key_count = _believable(reader.count("the number of keys"), MAX_KEYS, "keys", 8)
    for what, count, least in (("tensors", tensor_count, 24), ("keys", key_count, 9)):
        cursor.need(count * least, f"the list of {count} {what}")
    for _ in range(key_count):
        reader.read_key()
    placed = [reader.read_tensor() for _ in range(tensor_count)]
    cursor.align(_alignment(reader.metadata))
    tensors = check_extents(
        placed, base=cursor.position, size=cursor.size, alignment=_alignment(reader.metadata)
    )
    return _header(reader, tensors, cursor.size)


def _believable(count: int, limit: int, what: str, at: int) -> int:
    if count > limit:
        raise DamagedError(f"claims to hold {count} {what}", at)
    return count


def _alignment(metadata: _Metadata) -> int:
    value = metadata.values.get("general.alignment", 32)
    if metadata.types.get("general.alignment", "u32") != "u32" or not isinstance(value, int):
        raise DamagedError("gives general.alignment in a type other than u32")
    if value < 8 or value & (value - 1) or value > 1 << 20:
        raise DamagedError(f"gives an impossible general.alignment of {value}")
    return value


def _header(reader: _Reader, tensors: tuple[TensorInfo, ...], size: int) -> ModelHeader:
    metadata = reader.metadata
    architecture = _text(metadata, "general.architecture")
    if not architecture:
        raise DamagedError("does not name its architecture (general.architecture)")

    def number(key: str) -> int | None:
        value = metadata.values.get(f"{architecture}.{key}")
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    file_type = metadata.values.get("general.file_type")
    label = FILE_TYPES.get(file_type) if isinstance(file_type, int) else None
    vocabulary = summarise(
        metadata.pieces,
        scores=metadata.scores,
        types=metadata.token_types,
        arrays=metadata.arrays,
    )
    heads = number("attention.head_count")
    heads_kv = number("attention.head_count_kv")
    return ModelHeader(
        container="gguf",
        container_version=reader.version,
        architecture=architecture,
        model_type="gguf",
        size_bytes=size,
        quantisation=label or majority_type(tensors),
        parameters=sum(tensor.elements for tensor in tensors),
        tensors=tensors,
        vocabulary=vocabulary,
        name=_text(metadata, "general.name"),
        context_length=number("context_length"),
        vocabulary_size=vocabulary.size or number("vocab_size"),
        embedding_length=number("embedding_length"),
        block_count=number("block_count"),
        head_count=heads,
        head_count_kv=heads if heads_kv is None else heads_kv,
        tokenizer=_text(metadata, "tokenizer.ggml.model"),
        license=_text(metadata, "general.license"),
        chat_template=_text(metadata, "tokenizer.chat_template"),
        metadata=metadata.values,
        metadata_types=metadata.types,
    )


def _text(metadata: _Metadata, key: str) -> str | None:
    value = metadata.values.get(key)
    return value if isinstance(value, str) and value else None
