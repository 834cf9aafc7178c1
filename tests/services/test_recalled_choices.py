"""What was set for a run is set again when its session is reopened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from playground.domain.recalled_choices import RecalledChoices, recalled_choices
from playground.domain.reruns import again
from playground.domain.runs import RunRequest, Variant, plan
from playground.domain.writing import plainly
from playground.services.catalog import load_bundled, load_templates
from playground.services.recalling import recall
from playground.services.sessions import SessionStore
from tests.services.records import answer, record

TEMPLATES = load_templates()
WRITE = plainly(TEMPLATES)
MODELS = [entry for entry in load_bundled() if entry.id in {"demo-llama", "demo-gpt2"}]


def asked(**values: Any) -> RunRequest:
    return plan(MODELS, TEMPLATES, prompt="{{who}}", write=WRITE, **values)


def recalled(path: Path, *requests: RunRequest) -> RecalledChoices:
    store = SessionStore(path)
    for request in requests:
        record(store, request, *(answer() for _ in request.lanes))
    store.close()
    columns = recall(path, WRITE, lambda numbers: len(numbers) - 1)
    assert columns is not None
    return recalled_choices(columns, WRITE, TEMPLATES)


def test_what_nobody_set_stays_open(tmp_path: Path) -> None:
    assert recalled(tmp_path / "s.toml", asked()) == RecalledChoices()


@pytest.mark.parametrize("template", ["auto", "chatml"])
def test_all_that_was_set_is_set_again_and_asks_for_the_same(tmp_path: Path, template: str) -> None:
    wish: dict[str, Any] = {
        "chosen": {"temperature": 0.35, "max_new_tokens": 21},
        "per_model": {"demo-gpt2": {"top_k": 7}},
        "variants": [Variant("A", "one"), Variant("B", "two")],
        "samples": 3,
        "stop": ["END", "\n\n"],
        "template": template,
    }
    request = asked(**wish)
    found = recalled(tmp_path / "s.toml", request)
    assert found.sampling == wish["chosen"]
    assert found.per_model == wish["per_model"]
    assert (found.samples, found.template, found.stop) == (3, template, ("END", "\n\n"))
    seed = request.lanes[0].sampling.seed
    repeated = asked(
        **{
            **wish,
            "chosen": {**found.sampling, "seed": seed},
            "per_model": found.per_model,
            "stop": found.stop,
        }
    )
    assert [lane.sampling for lane in repeated.lanes] == [lane.sampling for lane in request.lanes]
    assert [lane.prompt for lane in repeated.lanes] == [lane.prompt for lane in request.lanes]


def test_a_seed_that_stayed_was_set(tmp_path: Path) -> None:
    first = asked(chosen={"seed": 9})
    second = replace(first, lanes=again(first.lanes), again=1)
    assert recalled(tmp_path / "s.toml", first, second).sampling == {"seed": 9}
    drawn = asked()
    other = replace(drawn, lanes=again(drawn.lanes), again=1)
    assert "seed" not in recalled(tmp_path / "t.toml", drawn, other).sampling
