from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from playground.cli.commands import run, run_request
from playground.cli.program import main
from playground.services.fit import FitService
from tests.cli.program import llmplay


def listed(*filters: str) -> list[dict[str, Any]]:
    done = llmplay("models", "list", "--format", "json", *filters)
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def test_without_a_filter_it_lists_what_can_run_now() -> None:
    assert listed()
    assert all(model["installed"] for model in listed())


def test_where_nothing_passes_that_is_said() -> None:
    ended = llmplay("models", "list", "there-is-none")
    assert (ended.code, ended.out) == (0, "")
    assert "No model is like that" in ended.err


def test_a_filter_looks_through_the_whole_catalog() -> None:
    found = listed("mistral", "license:apache", "size:<4.2GB", "engine:ctransformers")
    assert found
    for model in found:
        assert model["license"] == "apache-2.0"
        assert model["size_bytes"] < 4_200_000_000
        assert not model["installed"]


def test_terms_may_be_one_argument() -> None:
    assert listed("mistral commercial:yes") == listed("mistral", "commercial:yes")


def test_what_is_installed_is_judged_by_its_header() -> None:
    assert {model["bundled"] for model in listed("installed:yes", "fits:yes")} == {True}


@pytest.mark.parametrize(
    ("text", "told"),
    [("licens:mit", "Did you mean license?"), ("size:4GB", "size:<4GB"), ("fits:so", "tight")],
)
def test_a_filter_that_is_not_understood_is_wrong_usage(text: str, told: str) -> None:
    done = llmplay("models", "list", text)
    assert done.code == 2
    assert told in done.err
    assert done.out == ""


@pytest.mark.parametrize("forced", [True, False])
def test_a_run_that_cannot_fit_is_refused_with_the_figures_unless_it_is_forced(
    forced: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_request, "FitService", partial(FitService, available=lambda: 1_000_000))
    monkeypatch.setattr(run, "_run", _nothing)
    arguments = ["run", "-m", "demo-llama", "-p", "Hello", *(["--force"] if forced else [])]
    code = main(arguments, open_screen=lambda **_: 0)
    told = capsys.readouterr().err
    assert code == (0 if forced else 2)
    assert ("does not fit into memory" in told) is not forced
    assert (
        "Nothing smaller of this model is known. --force runs it all the same."
        in told.replace("\n        ", "")
    ) is (not forced)


async def _nothing(*_: object) -> int:
    return 0
