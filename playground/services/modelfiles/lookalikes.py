"""Recognises what a file is instead, when it is not a model file that can be read."""

from collections.abc import Callable
from dataclasses import dataclass

SAMPLE = 512
"""How many of the first bytes are looked at."""

_TAKE_GGUF = "Take the GGUF version of the model, for example a Q4_K_M or Q8_0 file."
_AGAIN = "Download the file again; for a model that asks for consent, sign in first."


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A kind of file that turns up where a model file is expected."""

    matches: Callable[[bytes], bool]
    what: str
    """Completes the sentence "<file> ..."."""
    hint: str


def _starts(*magics: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(magics)


def _says(*words: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(words)


def _is_safetensors(head: bytes) -> bool:
    return head[8:9] == b"{" and 2 <= int.from_bytes(head[:8], "little") < 1 << 32


def _is_zeros(head: bytes) -> bool:
    return not head.strip(b"\0")


def _is_text(head: bytes) -> bool:
    try:
        text = head[: SAMPLE - 4].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character in "\t\r\n" for character in text)


_KINDS = (
    Lookalike(
        _says(b"version https://git-lfs"),
        "is a Git LFS pointer of a few lines, not the model itself",
        "Run `git lfs pull`, or download the file from the model's page.",
    ),
    Lookalike(
        _says(b"<!doctype html", b"<html", b"<?xml"),
        "is a web page, most likely the error page of a failed download",
        _AGAIN,
    ),
    Lookalike(_is_safetensors, "is a safetensors file (unquantised weights)", _TAKE_GGUF),
    Lookalike(
        _starts(b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04"),
        "is a PyTorch checkpoint or a zip archive",
        _TAKE_GGUF,
    ),
    Lookalike(
        _starts(b"\x1f\x8b", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!"),
        "is a compressed archive",
        "Unpack it first.",
    ),
    Lookalike(_starts(b"\x89HDF"), "is an HDF5 file (Keras weights)", _TAKE_GGUF),
    Lookalike(
        _starts(b"fmgg", b"algg"),
        "is a very old LLaMA file (GGMF or GGLA, spring 2023) that no engine here reads",
        _TAKE_GGUF,
    ),
    Lookalike(_starts(b"FUGG"), "is a GGUF file with its bytes in reverse order", _TAKE_GGUF),
    Lookalike(
        _is_zeros, "holds only zeros where it should begin: its download never finished", _AGAIN
    ),
    Lookalike(_says(b"{"), "is a JSON text, not a model", _AGAIN),
    Lookalike(_is_text, "is a plain text, not a model", _AGAIN),
)


def describe(head: bytes) -> tuple[str, str]:
    """What a file that begins with `head` is, and what to do: the end of a sentence and a hint."""
    for kind in _KINDS:
        if kind.matches(head):
            return kind.what, kind.hint
    return (
        f"is not a GGUF or GGML model file: it begins with the bytes {head[:4].hex(' ')}",
        _TAKE_GGUF,
    )
