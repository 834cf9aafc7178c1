from __future__ import annotations

import pytest

from playground.engines.backend import BACKENDS, BackendError, create


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(BackendError) as caught:
        create("abacus")
    assert "'abacus'" in caught.value.message
    assert "ctransformers" in caught.value.hint


@pytest.mark.parametrize("name", BACKENDS)
def test_every_engine_can_be_made_without_its_library(name: str) -> None:
    backend = create(name)
    assert backend.distribution
    backend.close()


@pytest.mark.parametrize("name", BACKENDS)
def test_an_engine_without_a_model_refuses(name: str) -> None:
    with pytest.raises(BackendError, match="No model is loaded") as caught:
        create(name).tokenize("hello")
    assert caught.value.kind == "request"
