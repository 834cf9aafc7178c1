"""Unquantised models for the transformers engine: folders, and repositories of the hub."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playground.domain.catalog import CatalogEntry
from playground.domain.templates import detect
from playground.services.catalog import load_templates
from playground.services.modelfiles import ModelFileError

HUB_PREFIX = "hf:"
"""Before the name of a repository."""

_LONGEST_JSON = 2**22  # bytes


def folder_original(folder: Path) -> CatalogEntry:
    """The entry of a folder as `save_pretrained` writes it; raises `ModelFileError`."""
    config = _json(folder / "config.json")
    if config is None:
        raise ModelFileError(
            f"{folder} is a folder without a config.json that can be read.",
            "Name a model file, or a folder with config.json and safetensors weights.",
        )
    weights = [*folder.glob("*.safetensors")]
    chat = (_json(folder / "tokenizer_config.json") or {}).get("chat_template")
    found = detect(tuple(load_templates().values()), chat) if isinstance(chat, str) else None
    context = config.get("max_position_embeddings") or config.get("n_positions")
    return _entry(
        folder.name,
        path=str(folder),
        architecture=str(config.get("model_type") or "unknown"),
        context_length=context if isinstance(context, int) else None,
        size_bytes=sum(file.stat().st_size for file in weights) or None,
        template=found.name if found else "raw",
        family="local files",
    )


def hub_original(repo: str, known: Iterable[CatalogEntry]) -> CatalogEntry:
    """The entry of a repository; a model of the catalog that came from it tells its licence."""
    folded = repo.casefold()
    twin = next((one for one in known if (one.upstream or "").casefold() == folded), None)
    return _entry(
        HUB_PREFIX + repo,
        repo=repo,
        name=f"{twin.name}, unquantised" if twin else repo,
        architecture=twin.architecture if twin else "unknown",
        context_length=twin.context_length if twin else None,
        parameters=twin.parameters if twin else None,
        license=twin.license if twin else "unknown",
        template=twin.template if twin else "raw",
        family=twin.family if twin else "unquantised",
        gated=twin.gated if twin else "unknown",
        upstream=repo,
    )


def original_of(name: str, known: Iterable[CatalogEntry]) -> CatalogEntry | None:
    """The repository that a model of the catalog was published in first, by its name or its end."""
    entries = tuple(known)
    folded = name.strip().casefold()
    for entry in entries:
        upstream = entry.upstream or ""
        if folded and folded in {upstream.casefold(), upstream.casefold().rpartition("/")[2]}:
            return hub_original(upstream, entries)
    return None


def _entry(id_: str, **values: Any) -> CatalogEntry:
    facts: dict[str, Any] = {
        "name": id_,
        "family": "unquantised",
        "architecture": "unknown",
        "parameters": None,
        "size_bytes": None,
        "context_length": None,
        "license": "unknown",
        "template": "raw",
        "path": None,
        "repo": None,
        **values,
    }
    return CatalogEntry(
        id=id_,
        model=id_,
        tag="",
        model_type="safetensors",
        format="safetensors",
        quantisation="F32",
        engines=("pipeline",),
        bundled=False,
        file=id_,
        **facts,
    )


def _json(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            fields = json.loads(file.read(_LONGEST_JSON))
    except (OSError, ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None
