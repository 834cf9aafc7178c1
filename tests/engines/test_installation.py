from __future__ import annotations

import importlib.metadata
import shlex
import sys

import pytest

from playground.engines.backend import BACKENDS, extra_of
from playground.engines.installation import install_line, installed, requirements

WITH_EXTRA = [engine for engine in BACKENDS if extra_of(engine)]


def test_what_every_installation_has_is_installed() -> None:
    assert installed("ctransformers")
    assert installed("remote")


@pytest.mark.parametrize("engine", WITH_EXTRA)
def test_the_line_installs_what_the_group_needs(engine: str) -> None:
    words = shlex.split(install_line(engine))
    assert words[:4] == [sys.executable, "-m", "pip", "install"]
    assert tuple(words[4:]) == requirements(engine) != ()
    provided = importlib.metadata.metadata("llmplay").get_all("Provides-Extra") or []
    assert extra_of(engine) in provided


def test_an_engine_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["no-such-distribution>=1 ; extra == 'llamacpp'"]
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: wanted)
    assert not installed("llamacpp")
    assert "no-such-distribution>=1" in install_line("llamacpp")
