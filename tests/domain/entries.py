"""Catalog entries for tests that run nothing."""

from __future__ import annotations

from typing import Any

from playground.domain.catalog import CatalogEntry


def entry(id_: str = "model", **rest: Any) -> CatalogEntry:
    """An installed model that is all defaults."""
    values: dict[str, Any] = {
        "id": id_,
        "model": id_,
        "tag": "q8_0",
        "name": id_.title(),
        "family": "tests",
        "architecture": "llama",
        "model_type": "gguf",
        "format": "gguf",
        "quantisation": "Q8_0",
        "parameters": 1000,
        "size_bytes": 2000,
        "context_length": 256,
        "license": "apache-2.0",
        "template": "raw",
        "engines": ("ctransformers",),
        "bundled": False,
        "path": f"/models/{id_}.gguf",
        "repo": None,
        "file": f"{id_}.gguf",
    }
    return CatalogEntry(**{**values, **rest})
