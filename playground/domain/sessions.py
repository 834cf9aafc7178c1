"""The record of an experiment, as it stands in a session file (schema 1).

A session file is TOML that only grows: a head, then one `[[runs]]` block per run, written when it
starts, followed by one `[[runs.lanes]]` block per lane, written when the lane ends.
`[[judgements]]`, `[[votes]]` and `[[edits]]` stand between them as they were made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from playground.domain.runs import LaneRequest, LaneResult, RunRequest

SCHEMA = 1
"""A file of a higher one is not read; what a lower one holds is read and written anew."""
SCHEMA_MINOR = 2
"""Counts additions; what a higher one adds is kept. 1 added the line that ends each block, `edits`,
and tags and conclusions of the session; 2 conversations and LoRA adapters."""


@dataclass(frozen=True, slots=True)
class SessionHead:
    """What stands at the head of a session file."""

    id: str
    title: str
    created: datetime
    program: str
    """Name and version of what wrote it."""


def head_tables(head: SessionHead, machine: Mapping[str, Any]) -> dict[str, Any]:
    """The head of a session file as TOML tables."""
    return {
        "schema": SCHEMA,
        "schema_minor": SCHEMA_MINOR,
        "session": asdict(head),
        "machine": dict(machine),
    }


def run_block(number: int, started: datetime, request: RunRequest) -> dict[str, Any]:
    """The opening of a run as the values of a `[[runs]]` block; `number` counts from 1."""
    block: dict[str, Any] = {
        "run": number,
        "started": started,
        "models": [lane.entry.id for lane in request.lanes],
        "prompt": request.prompt,
    }
    if request.system:
        block["system"] = request.system
    if request.variables:
        block["variables"] = dict(request.variables)
    if request.again:
        block["again"] = request.again
    if request.edits:
        block["edits"] = request.edits
    parents = {str(lane.index): list(lane.parent) for lane in request.lanes if lane.parent}
    if parents:
        block["parents"] = parents
    if request.variants:
        block["variants"] = {variant.name: variant.prompt for variant in request.variants}
    return writable(block)


def lane_record(lane: LaneRequest, result: LaneResult) -> dict[str, Any]:
    """Everything about a lane that ended, in plain values; None where nothing is known."""
    usage = result.usage
    return {
        "model": {
            "id": lane.entry.id,
            "path": lane.entry.path,
            "sha256": result.sha256 or None,
            "architecture": lane.entry.architecture,
            "quantisation": lane.entry.quantisation,
            "licence": lane.entry.license,
            "endpoint": lane.entry.endpoint.base_url or "hub" if lane.entry.endpoint else None,
        },
        "lane": lane.index,
        "version": lane.version,
        "engine": result.engine,
        "engine_version": result.engine_version,
        "sample": lane.sample,
        "variant": lane.variant or None,
        "template": lane.template,
        "history": [turn.content for turn in lane.history],
        "left_out": lane.left_out or None,
        "adapters": {
            "path": [one.path for one in lane.adapters],
            "scale": [one.scale for one in lane.adapters],
            "sha256": list(result.adapter_sha256),
        }
        if lane.adapters
        else None,
        "sampling": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(lane.sampling).items()
            if value != ""
        },
        "threads": result.threads,
        "context_length": result.context_length,
        "text": result.text,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "tokens_estimated": usage.estimated or None,
        "stop_reason": result.stop_reason,
        "reused_tokens": usage.reused_tokens or None,
        "load_seconds": _rounded(result.load_seconds),
        "prompt_seconds": _rounded(usage.prompt_seconds),
        "first_token_seconds": _rounded(usage.first_token_seconds),
        "generation_seconds": _rounded(usage.generation_seconds),
        "tokens_per_second": _rounded(usage.tokens_per_second),
        "memory_bytes": result.memory_bytes,
        "notes": list(result.notes),
        "error": result.error,
    }


def lane_block(lane: LaneRequest, result: LaneResult) -> dict[str, Any]:
    """A lane that ended as the values of a `[[runs.lanes]]` block; what is unknown is left out."""
    return writable({**lane_record(lane, result), "prompt": lane.prompt})


def writable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values as TOML can hold them, without those that are None or an empty list.

    TOML has no lone surrogates: a text or list with one is kept under its key with `_json` added,
    as escaped JSON.
    """
    kept: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            kept[key] = writable(value)
        elif isinstance(value, str | list) and _has_surrogates(value):
            kept[key + "_json"] = json.dumps(value)
        elif value is not None and value != []:
            kept[key] = value
    return kept


def restored(values: Mapping[str, Any]) -> dict[str, Any]:
    """What `writable` was given, read back: the `_json` keys are folded in."""
    kept: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            kept[key] = restored(value)
        elif isinstance(value, list):
            kept[key] = [restored(one) if isinstance(one, Mapping) else one for one in value]
        elif key.endswith("_json") and isinstance(value, str):
            kept[key.removesuffix("_json")] = json.loads(value)
        else:
            kept[key] = value
    return kept


def _has_surrogates(value: str | list[Any]) -> bool:
    if isinstance(value, list):
        return any(isinstance(item, str) and _has_surrogates(item) for item in value)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 6)
