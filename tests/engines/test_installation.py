from __future__ import annotations

import importlib.metadata
import shlex
import sys

import pytest

from playground.engines import installation
from playground.engines.installation import EXTRAS, install_line, installed


def test_what_every_installation_has_is_installed() -> None:
    assert installed("ctransformers")
    assert installed("remote")


@pytest.mark.parametrize("engine", EXTRAS)
def test_the_line_installs_what_the_group_needs(engine: str) -> None:
    words = shlex.split(install_line(engine))
    assert words[:4] == [sys.executable, "-m", "pip", "install"]
    assert any(word.startswith(installation._NAMES[engine]) for word in words[4:])
    provided = importlib.metadata.metadata("llmplay").get_all("Provides-Extra") or []
    assert EXTRAS[engine] in provided


def test_an_engine_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(installation._NAMES, "pipeline", "no-such-distribution")
    assert not installed("pipeline")
