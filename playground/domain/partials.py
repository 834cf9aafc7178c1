"""What a lane has said so far, as it is journalled while the lane runs, and read back as a lane.

Most of what is known of a lane stands in its first `[[runs.partials]]` block, so that a lane whose
program was killed can be repeated; later ones hold what was said since, and what became known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.domain.runs import LaneRequest, LaneResult
from playground.domain.sessions import lane_record

_MODEL = ("path", "sha256", "architecture", "quantisation", "licence", "endpoint")
"""Keys of a lane's model that stand in the block itself."""
_ASKED = ("sample", "variant", "template", "history", "left_out", "adapters", "sampling")
_FOUND = ("engine", "engine_version", "threads", "context_length", "completion_tokens")
_ENDED = "the program ended before this answer did"


def partial_values(lane: LaneRequest, result: LaneResult) -> dict[str, Any]:
    """What is known of a lane that runs, but for its text; None where something is not known.

    `result` is how the lane would end now.
    """
    known = lane_record(lane, result)
    return {
        **{key: known[key] or None for key in (*_ASKED, *_FOUND, "load_seconds")},
        **{key: known["model"][key] or None for key in _MODEL},
        "prompt": lane.prompt,
    }


def with_partials(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables with the partial texts of lanes that never ended as lanes of their own.

    Such a lane has the stop reason "cancelled" and a note that says why; partial texts of lanes
    that did end are dropped.
    """
    runs = []
    for run in tables.get("runs", []):
        lanes = list(run.get("lanes", []))
        ended = {(lane.get("lane"), lane.get("version", 1)) for lane in lanes}
        found: dict[tuple[int, int, str], dict[str, Any]] = {}
        models = run.get("models", [])
        for partial in run.get("partials", []):
            lane, version = partial["lane"], partial.get("version", 1)
            named = models[lane] if lane < len(models) else "unknown"
            key = (lane, version, partial.get("model", named))
            if (lane, version) not in ended:
                before = found.get(key, {"text": ""})
                text = before["text"] + partial["text"]
                found[key] = {**before, **partial, "text": text}
        lanes += [_lane(key, known) for key, known in found.items()]
        kept = {key: value for key, value in run.items() if key not in {"lanes", "partials"}}
        runs.append({**kept, "lanes": lanes} if lanes else kept)
    return {**tables, "runs": runs} if runs else dict(tables)


def _lane(key: tuple[int, int, str], known: Mapping[str, Any]) -> dict[str, Any]:
    lane, version, model = key
    own = {name: known[name] for name in _MODEL if name in known}
    rest = {name: value for name, value in known.items() if name not in {*_MODEL, "model"}}
    return {
        **rest,
        "lane": lane,
        "version": version,
        "model": {"id": model, **own},
        "stop_reason": "cancelled",
        "notes": [_ENDED],
    }
