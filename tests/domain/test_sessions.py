from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playground.domain.partials import with_partials
from playground.domain.runs import LaneResult, plan
from playground.domain.sessions import (
    lane_block,
    lane_record,
    restored,
    run_block,
    writable,
)
from playground.engines.protocol import Usage
from playground.services.catalog import load_templates
from tests.domain.entries import entry

REQUEST = plan(
    [entry("a"), entry("b")], load_templates(), prompt="hello", chosen={"seed": 1}, samples=2
)

keys = st.text("abc_", min_size=1, max_size=4).filter(lambda key: not key.endswith("_json"))
texts = st.text(st.characters(), max_size=8)
leaves = texts | st.integers() | st.booleans() | st.lists(texts, min_size=1, max_size=3)
tables = st.recursive(
    st.dictionaries(keys, leaves, max_size=4),
    lambda inner: st.dictionaries(keys, inner | leaves, max_size=3),
    max_leaves=8,
)


def utf8(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@given(tables)
def test_what_is_made_writable_is_restored(values: dict[str, Any]) -> None:
    kept = writable(values)
    assert utf8(kept)
    assert restored(kept) == values


def test_what_is_unknown_is_left_out() -> None:
    assert writable({"a": None, "b": [], "c": 0, "d": "", "e": False, "f": {"g": None}}) == {
        "c": 0,
        "d": "",
        "e": False,
        "f": {},
    }


def test_a_run_names_its_models_and_prompt() -> None:
    started = datetime(2026, 1, 2, tzinfo=UTC)
    block = run_block(3, started, REQUEST)
    assert block["run"] == 3
    assert block["started"] == started
    assert block["models"] == ["a", "a", "b", "b"]
    assert block["prompt"] == "hello"
    assert "system" not in block


def test_a_record_is_plain_json_with_rounded_seconds() -> None:
    usage = Usage(3, 11, 0, 0.5, 0.1234567891, 2.0)
    result = LaneResult("text", "eos", usage, load_seconds=1 / 3)
    record = lane_record(REQUEST.lanes[1], result)
    assert json.loads(json.dumps(record)) == record
    assert record["sample"] == 1
    assert record["load_seconds"] == 0.333333
    assert record["first_token_seconds"] == 0.123457
    assert record["tokens_per_second"] == 5.0
    assert record["model"]["sha256"] is None
    assert (record["error"], record["stop_reason"]) == (None, "eos")


def test_a_block_has_the_exact_prompt_and_nothing_unknown() -> None:
    block = lane_block(REQUEST.lanes[0], LaneResult("", "cancelled", Usage()))
    assert block["prompt"] == "hello"
    assert "error" not in block
    assert "load_seconds" not in block
    assert "sha256" not in block["model"]
    assert block["text"] == ""


def test_partial_texts_count_only_where_the_lane_never_ended() -> None:
    ended = lane_block(REQUEST.lanes[0], LaneResult("all of it", "eos", Usage()))
    partials = [
        {"lane": REQUEST.lanes[0].index, "text": "all"},
        {"lane": REQUEST.lanes[2].index, "text": "one "},
        {"lane": REQUEST.lanes[2].index, "text": "two"},
    ]
    run = {"run": 1, "models": ["a", "a", "b", "b"], "lanes": [ended], "partials": partials}
    (found,) = with_partials({"runs": [run]})["runs"]
    assert "partials" not in found
    assert [lane["text"] for lane in found["lanes"]] == ["all of it", "one two"]
    assert found["lanes"][1]["model"] == {"id": "b"}
    assert found["lanes"][1]["stop_reason"] == "cancelled"
