"""A server that wants a key says so, and what is missing is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from playground.domain.endpoints import EndpointSettings
from playground.services.endpoints import EndpointError, models_of
from tests.engines.served import KEY, model_served

pytest.importorskip("xllamacpp", reason="llama.cpp is not installed (extra: llamacpp)")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with model_served() as base_url:
        yield base_url


@pytest.mark.parametrize(
    ("variable", "held", "told"),
    [
        ("", None, "name the variable that holds it in the settings, api_key_env"),
        ("HOUSE_KEY", None, "The variable HOUSE_KEY is empty"),
        ("HOUSE_KEY", "wrong", "The variable HOUSE_KEY holds another key"),
    ],
)
def test_a_key_that_is_missing_or_wrong_is_told(
    address: str, variable: str, held: str | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOUSE_KEY", raising=False)
    if held is not None:
        monkeypatch.setenv("HOUSE_KEY", held)
    with pytest.raises(EndpointError, match="it answers 401") as caught:
        models_of(EndpointSettings("house", address, api_key_env=variable))
    assert told in caught.value.hint


def test_with_the_key_it_tells_its_models(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUSE_KEY", KEY)
    assert models_of(EndpointSettings("house", address, api_key_env="HOUSE_KEY"))
