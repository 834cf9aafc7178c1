from __future__ import annotations

from pathlib import Path

import pytest

from playground.services import obstacles
from playground.services.obstacles import obstacle
from tests.makers import llama_file


def test_a_file_that_an_engine_runs_meets_none(llama: Path, gpt2: Path) -> None:
    assert obstacle(llama) is None
    assert obstacle(gpt2) is None


def test_an_engine_that_is_missing_is_told_with_the_command(
    llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(obstacles, "installed", lambda _: False)
    found = obstacle(llama)
    assert found is not None
    assert "needs the engine" in found.message
    assert "pip install" in found.hint


def test_a_file_that_nothing_runs_says_why_of_every_engine(tmp_path: Path) -> None:
    file = llama_file()
    file.keys["general.architecture"] = ("str", "unheard-of")
    found = obstacle(file.write(tmp_path / "odd.gguf"))
    assert found is not None
    assert "No engine runs odd.gguf" in found.message
    for engine in ("ctransformers: ", "llamacpp: "):
        assert engine in found.message


def test_what_is_no_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "no.gguf").write_bytes(b"GGUF" + bytes(99))
    found = obstacle(tmp_path / "no.gguf")
    assert found is not None
    assert "no.gguf" in found.message
