"""A grid of prompts and samples against a real server with continuous batching."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import llmplay
from tests.engines.served import KEY, model_served

pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")


@pytest.mark.slow
def test_a_grid_goes_through_a_served_model_in_the_order_of_the_lanes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLUSTER_KEY", KEY)
    settings = home / ".config/llmplay/settings.toml"
    settings.parent.mkdir(parents=True)
    words = ("run", "-m", "cluster/demo", "-m", "demo-llama", "-p", "Once upon a time", "-n", "6")
    drawn = ("--temperature", "0", "--repetition-penalty", "1", "--max-new-tokens", "24")
    with model_served() as base_url:
        settings.write_text(
            f'[[endpoints]]\nname = "cluster"\nbase_url = "{base_url}"\nmodels = ["demo"]\n'
            'api_key_env = "CLUSTER_KEY"\nparallel = 2\ntrusted = true\n'
        )
        ended = llmplay(*words, *drawn, "--template", "raw", "--format", "json")
    assert ended.code == 0, ended.err
    lanes = json.loads(ended.out)["lanes"]
    assert [lane["lane"] for lane in lanes] == list(range(12))
    assert [lane["model"]["id"] for lane in lanes] == ["cluster/demo"] * 6 + ["demo-llama"] * 6
    assert [lane["sample"] for lane in lanes] == [*range(6), *range(6)]
    # Greedily, every sample says the same, whoever else is in the batch.
    assert len({lane["text"] for lane in lanes[:6]}) == 1
    assert KEY not in ended.out + ended.err
