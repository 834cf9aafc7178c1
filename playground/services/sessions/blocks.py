"""Blocks as they stand in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.domain.sessions import writable
from playground.services.files import toml_text
from playground.services.sessions.scanning import END


def head_text(tables: Mapping[str, Any]) -> str:
    """The head of a file."""
    return f"{toml_text(writable(tables))}{END}\n"


def block_text(kind: str, values: Mapping[str, Any]) -> str:
    """A block of the array of tables `kind`, with its tables in full under it."""
    kept = writable(values)
    plain = {key: value for key, value in kept.items() if not isinstance(value, Mapping)}
    parts = [f"\n[[{kind}]]\n{toml_text(plain)}"]
    for key, value in kept.items():
        if isinstance(value, Mapping):
            parts.append(f"\n[{kind}.{key}]\n{toml_text(value)}")
    return f"{''.join(parts)}{END}\n"
