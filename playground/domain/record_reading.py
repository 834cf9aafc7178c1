"""From the tables of a session file to its records; whatever a file may hold is checked here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, get_args

from playground.domain.edits import Edit, Removal
from playground.domain.judgements import HIGHEST, LOWEST, Judgement, Side, Vote, Winner
from playground.domain.records import (
    AdapterRecord,
    LaneRecord,
    MachineRecord,
    ModelRecord,
    RunRecord,
)
from playground.domain.runs import Parent
from playground.domain.sampling import PARAMETERS_BY_NAME, Sampling
from playground.domain.templates import Turn

_Kind = TypeVar("_Kind", str, int, datetime)

_UNKNOWN = "unknown"
_LARGEST = 2**63
"""What TOML promises of whole numbers."""


def read_machine(values: Mapping[str, Any]) -> MachineRecord:
    """The `[machine]` table; raises `ValueError` naming the key that is wrong."""
    return MachineRecord(
        _text(values, "processor"),
        _whole(values, "cores"),
        _whole(values, "memory_bytes"),
        _text(values, "system"),
        _text(values, "python"),
    )


def check_head(values: Mapping[str, Any]) -> None:
    """Raise `ValueError` naming what is wrong in the first tables of a session file."""
    _whole(values, "schema_minor")
    session = _table(values, "session")
    for key in ("id", "title", "program", "conclusions"):
        _text(session, key)
    _texts(session, "tags")
    _maybe(session, "created", datetime)
    _whole(session, "last_run")
    _table(values, "machine")


def read_run(values: Mapping[str, Any], lanes: Sequence[LaneRecord]) -> RunRecord:
    """A `[[runs]]` block; raises `ValueError` naming the key that is wrong."""
    return RunRecord(
        number=_need(values, "run", int),
        started=_maybe(values, "started", datetime),
        models=_texts(values, "models"),
        prompt=_text(values, "prompt"),
        lanes=lanes,
        system=_text(values, "system"),
        variables=_words(values, "variables"),
        variants=_words(values, "variants"),
        again=_whole(values, "again"),
        edits=_whole(values, "edits"),
        parents=read_parents(values),
        machine=read_machine(_table(values, "machine")) if "machine" in values else None,
    )


def read_parents(values: Mapping[str, Any]) -> dict[int, Parent]:
    """The `parents` of a `[[runs]]` block; raises `ValueError` where they are none."""
    found = {}
    for lane, parent in _table(values, "parents").items():
        whole = isinstance(parent, list) and all(type(one) is int for one in parent)
        if not lane.isdecimal() or not whole or len(parent) != len(Parent._fields):
            raise ValueError(f"parents.{lane} is {parent!r:.60}, which is no run, lane and version")
        found[int(lane)] = Parent(*parent)
    return found


def read_lane(
    run: int,
    values: Mapping[str, Any],
    judged: Judgement | None,
    parents: Mapping[int, Parent] | None = None,
) -> LaneRecord:
    """A `[[runs.lanes]]` block of a run; raises `ValueError` naming the key that is wrong."""
    return LaneRecord(
        run=run,
        lane=_need(values, "lane", int),
        version=_whole(values, "version", 1),
        model=_model(_table(values, "model")),
        text=_text(values, "text"),
        stop_reason=_text(values, "stop_reason") or "cancelled",
        sample=_whole(values, "sample"),
        variant=_text(values, "variant"),
        template=_text(values, "template"),
        prompt=_text(values, "prompt"),
        history=_history(values),
        parent=(parents or {}).get(_need(values, "lane", int)),
        left_out=_whole(values, "left_out"),
        adapters=_adapters(_table(values, "adapters")),
        sampling=_sampling(_table(values, "sampling")),
        engine=_text(values, "engine"),
        engine_version=_text(values, "engine_version"),
        threads=_whole(values, "threads"),
        context_length=_whole(values, "context_length"),
        prompt_tokens=_whole(values, "prompt_tokens"),
        completion_tokens=_whole(values, "completion_tokens"),
        tokens_estimated=values.get("tokens_estimated") is True,
        reused_tokens=_whole(values, "reused_tokens"),
        load_seconds=_number(values, "load_seconds"),
        prompt_seconds=_number(values, "prompt_seconds"),
        first_token_seconds=_number(values, "first_token_seconds"),
        generation_seconds=_number(values, "generation_seconds"),
        tokens_per_second=_number(values, "tokens_per_second"),
        memory_bytes=_maybe(values, "memory_bytes", int),
        notes=_texts(values, "notes"),
        error=_maybe(values, "error", str),
        rating=judged.rating if judged else None,
        note=judged.note if judged else "",
    )


def read_judgement(values: Mapping[str, Any]) -> Judgement:
    """A `[[judgements]]` block; raises `ValueError` naming the key that is wrong."""
    rating = _maybe(values, "rating", int)
    if rating is not None and not LOWEST <= rating <= HIGHEST:
        raise ValueError(f"rating is {rating}, which is not between {LOWEST} and {HIGHEST}")
    return Judgement(
        _side(values),
        rating,
        _text(values, "note"),
        _need(values, "time", datetime),
    )


def read_vote(values: Mapping[str, Any]) -> Vote:
    """A `[[votes]]` block; raises `ValueError` naming the key that is wrong."""
    winner: Winner | None = next(
        (one for one in get_args(Winner) if one == values.get("winner")), None
    )
    if winner is None:
        raise ValueError(f"winner is {values.get('winner')!r:.60}")
    blind = next((one for one in (True, False) if values.get("blind") is one), None)
    if blind is None:
        raise ValueError(f"blind is {values.get('blind')!r:.60}")
    return Vote(
        _side(_table(values, "first")),
        _side(_table(values, "second")),
        winner,
        blind,
        _maybe(values, "shuffle_seed", int),
        _need(values, "time", datetime),
    )


def read_edit(values: Mapping[str, Any]) -> Edit:
    """An `[[edits]]` block; raises `ValueError` naming the key that is wrong."""
    removal = None
    if "removed_run" in values:
        removal = Removal(
            _need(values, "removed_run", int),
            _maybe(values, "removed_lane", int),
            _whole(values, "removed_version", 1),
        )
    return Edit(
        _need(values, "time", datetime),
        _maybe(values, "title", str),
        tuple(filter(None, _texts(values, "tags"))) if "tags" in values else None,
        _maybe(values, "conclusions", str),
        removal,
    )


def _side(values: Mapping[str, Any]) -> Side:
    return Side(
        _need(values, "run", int),
        _need(values, "lane", int),
        _whole(values, "version", 1),
        _text(values, "model"),
        _text(values, "variant"),
    )


def _model(values: Mapping[str, Any]) -> ModelRecord:
    return ModelRecord(
        id=_text(values, "id") or _UNKNOWN,
        path=_maybe(values, "path", str),
        sha256=_maybe(values, "sha256", str),
        architecture=_text(values, "architecture"),
        quantisation=_text(values, "quantisation"),
        license=_text(values, "licence"),
        endpoint=_maybe(values, "endpoint", str),
    )


def _history(values: Mapping[str, Any]) -> tuple[Turn, ...]:
    """A person and the model in turn, the person first."""
    texts = _texts(values, "history")
    if len(texts) % 2:
        raise ValueError(f"history has {len(texts)} texts, which is no question and answer each")
    return tuple(Turn("assistant" if at % 2 else "user", text) for at, text in enumerate(texts))


def _adapters(values: Mapping[str, Any]) -> tuple[AdapterRecord, ...]:
    paths, digests = _texts(values, "path"), _texts(values, "sha256")
    scales = values.get("scale", [])
    if not isinstance(scales, list) or len(scales) != len(paths):
        raise ValueError(f"scale is {scales!r:.60}, which is no number for each path")
    if len(digests) != len(paths):
        digests = ("",) * len(paths)
    factors = [_number({"scale": scale}, "scale") or 0.0 for scale in scales]
    return tuple(map(AdapterRecord, paths, factors, digests))


def _sampling(values: Mapping[str, Any]) -> Sampling:
    known: dict[str, Any] = {key: values[key] for key in PARAMETERS_BY_NAME if key in values}
    for key in known:
        _number(known, key)
    known |= {key: _text(values, key) for key in ("grammar", "json_schema")}
    return Sampling(**known, stop=_texts(values, "stop"))


def _maybe(values: Mapping[str, Any], key: str, kind: type[_Kind]) -> _Kind | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{key} is {value!r:.60}, which is no {kind.__name__}")
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError(f"{key} is too large")
    return value


def _need(values: Mapping[str, Any], key: str, kind: type[_Kind]) -> _Kind:
    found = _maybe(values, key, kind)
    if found is None:
        raise ValueError(f"{key} is missing")
    return found


def _text(values: Mapping[str, Any], key: str) -> str:
    return _maybe(values, key, str) or ""


def _whole(values: Mapping[str, Any], key: str, default: int = 0) -> int:
    found = _maybe(values, key, int)
    return default if found is None else found


def _number(values: Mapping[str, Any], key: str) -> float | None:
    value = values.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(f"{key} is {value!r:.60}, which is no number")
    try:
        return None if value is None else float(value)
    except OverflowError as error:
        raise ValueError(f"{key} is too large") from error


def _table(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = values.get(key, {})
    if isinstance(found, Mapping):
        return found
    raise ValueError(f"{key} is {found!r:.60}, which is no table")


def _texts(values: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = values.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(f"{key} is {found!r:.60}, which is no list of texts")
    return tuple(found)


def _words(values: Mapping[str, Any], key: str) -> dict[str, str]:
    found = _table(values, key)
    return {name: _text(found, name) for name in found}
