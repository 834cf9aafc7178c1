"""The README's table of the session file names every key that is written, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playground.domain.edits import Edit, Removal, edit_block
from playground.domain.endpoints import EndpointSettings
from playground.domain.judgements import Judgement, Side, Vote, judgement_block, vote_block
from playground.domain.partials import partial_values
from playground.domain.runs import LaneResult, Parent, Variant, plan
from playground.domain.sessions import SessionHead, head_tables, lane_block, run_block
from playground.domain.templates import Turn
from playground.engines.protocol import Adapter, Usage
from playground.services import machine
from playground.services.catalog import load_templates
from tests.domain.entries import entry

PARTIAL = {"lane": 0, "version": 1, "model": "a", "text": "so far"}
NOW = datetime(2026, 1, 2, tzinfo=UTC)
_README = Path(__file__).parents[2] / "README.md"
_ROW = re.compile(r"^\| `(\[\[?[a-z_.]+\]\]?|\(top\))` \| (.+?) \| .+ \|$", re.M)


def documented() -> dict[str, set[str]]:
    """The keys of each table, as the README has them."""
    text = _README.read_text("utf-8")
    section = text[text.index("### The session file") :]
    found: dict[str, set[str]] = {}
    for table, keys in _ROW.findall(section):
        found.setdefault(table, set()).update(re.findall(r"`([a-z_0-9]+)`", keys))
    return found


def test_every_key_that_is_written_is_documented_and_no_other() -> None:
    assert documented() == {name: set(keys) for name, keys in written().items()}


def written() -> dict[str, set[str]]:
    """The keys of each table where everything is known, as the code writes them."""
    request = plan(
        [replace(entry("a"), path="/a", endpoint=EndpointSettings("e"))],
        load_templates(),
        prompt="{{x}}",
        system="s",
        variants=[Variant("v", "one")],
        variables={"x": "y"},
        stop=["stop"],
    )
    lane = replace(
        request.lanes[0],
        turns=(Turn("user", "a"), Turn("assistant", "b"), Turn("user", "c")),
        parent=Parent(1, 0, 1),
        left_out=2,
        adapters=(Adapter("/lora"),),
    )
    request = replace(request, lanes=(lane,), again=1, edits=1)
    usage = Usage(1, 2, 3, 0.1, 0.2, 0.3, estimated=True)
    result = LaneResult(
        "text", "eos", usage, "e", "1", 2, 3, "ab", 0.1, "error", ("note",), memory_bytes=4
    )
    result = replace(result, adapter_sha256=("cd",))
    side = Side(1, 0, 1, "a", "v")
    session = SessionHead("id", "title", NOW, "llmplay 1")
    head = head_tables(session, asdict(machine.describe()))
    edit = Edit(NOW, "title", ("tag",), "so", Removal(1, 2, 3))
    blocks: dict[str, Mapping[str, Any]] = {
        "runs": run_block(1, NOW, request),
        "runs.lanes": lane_block(request.lanes[0], result),
        "runs.partials": {**PARTIAL, **partial_values(request.lanes[0], result)},
        "judgements": judgement_block(Judgement(side, 3, "note", NOW)),
        "votes": vote_block(Vote(side, side, "tie", True, 7, NOW)),
        "edits": edit_block(edit),
    }
    found = {"(top)": {"schema", "schema_minor"}}
    for name in ("session", "machine"):
        found[f"[{name}]"] = set(head[name])
    found["[session]"] |= {"tags", "conclusions", "last_run"}  # what edits are folded into
    for name, block in blocks.items():
        found |= dict(_tables(name, block))
    del found["[runs.variants]"], found["[runs.variables]"]  # names that people chose
    del found["[runs.parents]"]  # places of columns
    found["[[runs]]"] |= {"variants", "variables", "parents"}
    found["[runs.machine]"] = found["[machine]"]
    return found


def _tables(name: str, block: Mapping[str, Any]) -> Iterator[tuple[str, set[str]]]:
    tables = {key: value for key, value in block.items() if isinstance(value, Mapping)}
    yield f"[[{name}]]", set(block) - set(tables)
    for key, value in tables.items():
        yield f"[{name}.{key}]", set(value)
