"""How a model file is loaded: which engine, as which type, with how long a context."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.endpoints import EndpointSettings
from playground.domain.headers import ModelHeader
from playground.domain.slices import largest_slice
from playground.engines.installation import install_line, installed
from playground.engines.protocol import Adapter, Endpoint
from playground.services import acceptance
from playground.services.choosing import ENGINES, cannot, choose, why_not_first
from playground.services.files import sha256_of
from playground.services.hub import cache
from playground.services.lane import Lane
from playground.services.modelfiles import ModelFileError, read_header
from playground.services.pool import ModelKey


async def model_key(
    entry: CatalogEntry,
    *,
    context_limit: int,
    context_length: int | None = None,
    engine: str | None = None,
    preferred: str = "",
    adapters: Sequence[Adapter] = (),
    wishes: Sequence[str] = (),
) -> ModelKey:
    """What the pool knows a model by, from a look into its file.

    `engine` is the one that was asked for, `preferred` the one to take where it can.
    `wishes` are what only some engines can do, in words.
    `context_length` in tokens goes before the file's own, which `context_limit` bounds. Raises
    `ModelFileError` where the file would kill the engine, `OSError` where it cannot be read.
    """
    if wishes and (entry.endpoint is not None or entry.format == "safetensors"):
        raise cannot(entry, f"what runs it cannot {' or '.join(wishes)}")
    if entry.endpoint is not None:
        return _served(entry, entry.endpoint)
    if entry.format == "safetensors":
        need("pipeline")
        return await asyncio.to_thread(_original, entry, context_length or 0)
    if entry.path is None:
        raise ModelFileError(
            f"{entry.id} is not on this machine.",
            f"Fetch it: llmplay models pull {entry.id}"
            if entry.repo
            else "Choose an installed model, or give the path of a model file.",
        )
    path = Path(entry.path)
    header = await asyncio.to_thread(read_header, path)
    engine = choose(entry, header, asked=engine, preferred=preferred, wishes=wishes)
    context = context_length or min(header.context_length or 512, context_limit)
    modified = (await asyncio.to_thread(path.stat)).st_mtime_ns
    model_type = _model_type(entry, header)
    slices = largest_slice(header)
    return ModelKey(
        engine, str(path), modified, model_type, context, slices, adapters=tuple(adapters)
    )


async def why_this_engine(entry: CatalogEntry, key: ModelKey, *, asked: str | None) -> str:
    """Why not the first of the engines, where nobody chose another; empty where there is no why."""
    chosen = entry.engine or asked
    if chosen or key.engine == ENGINES[0] or key.engine not in ENGINES:
        return ""
    return await asyncio.to_thread(why_not_first, Path(key.path), key.engine)


def need(engine: str) -> None:
    """Raise `ModelFileError` with the command to run where an engine is not installed."""
    if not installed(engine):
        raise ModelFileError(
            f"This needs the engine {engine}, which is not installed.",
            f"Run: {install_line(engine)}",
        )


def _original(entry: CatalogEntry, context_length: int) -> ModelKey:
    """Unquantised weights: a folder, or a repository that the engine finds or fetches.

    It fetches only what asks for nothing: conditions are shown by a pull, before.
    """
    if entry.path is None and entry.repo and cache.find_original(entry.repo) is None:
        asked = acceptance.missing([entry.license], entry.repo)
        if asked:
            names = ", ".join(license_.name for license_ in asked)
            raise ModelFileError(
                f"{entry.id} is not on this machine, and nobody accepted its licence: {names}.",
                f"Read the licence and fetch it: llmplay models pull {entry.id}",
            )
    modified = Path(entry.path).stat().st_mtime_ns if entry.path else 0
    place = entry.path or entry.repo or entry.file
    return ModelKey("pipeline", place, modified, entry.model_type, context_length, 1)


def _served(entry: CatalogEntry, endpoint: EndpointSettings) -> ModelKey:
    asked = Endpoint(
        endpoint.base_url,
        entry.file,
        endpoint.api_key_env,
        endpoint.provider,
        float(endpoint.timeout_seconds),
    )
    return ModelKey("remote", entry.id, 0, entry.model_type, 0, 1, asked)


def _model_type(entry: CatalogEntry, header: ModelHeader) -> str:
    """What the file itself says it is; the catalog only decides between types of one layout.

    A legacy file loaded as a wrong type hangs the engine.
    """
    claimed, found = (text.replace("_", "-") for text in (entry.model_type, header.model_type))
    same_layout = {claimed, found} in ({"gpt2", "starcoder"}, {"gpt-neox", "dolly-v2"})
    return entry.model_type if same_layout else header.model_type


async def digest(lane: Lane, key: ModelKey) -> None:
    """What files the model and its adapters are, as soon as that is known."""
    files = [Path(key.path), *(Path(adapter.path) for adapter in key.adapters)]
    with contextlib.suppress(OSError):  # the file went away: the lane tells
        model, *adapters = [await asyncio.to_thread(sha256_of, file) for file in files]
        lane.facts = replace(lane.facts, sha256=model, adapter_sha256=tuple(adapters))
