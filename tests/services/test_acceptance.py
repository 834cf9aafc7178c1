from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from playground.domain.hub import Pull, RemoteFile
from playground.services import acceptance
from playground.services.acceptance import AcceptanceError, accept, acceptances_file, unaccepted
from playground.services.catalog import load_licenses
from playground.services.files import TomlError


def pull(*licenses: str, repo: str = "meta/Llama") -> Pull:
    return Pull(repo, "main", "c" * 40, (RemoteFile("a.gguf", 1, "a" * 64),), licenses=licenses)


def test_permissive_licences_are_not_asked_about() -> None:
    assert unaccepted(pull("apache-2.0", "mit")) == ()


def test_one_with_conditions_is_asked_about_once_for_all_models_under_it() -> None:
    (asked,) = unaccepted(pull("llama2"))
    assert asked.id == "llama2"
    accept(pull("llama2"), [asked])
    assert unaccepted(pull("llama2", repo="other/Llama")) == ()
    assert [one.id for one in unaccepted(pull("llama2", "llama3"))] == ["llama3"]


def test_an_unknown_licence_is_accepted_for_one_repository() -> None:
    (asked,) = unaccepted(pull("some-licence"))
    accept(pull("some-licence"), [asked])
    assert unaccepted(pull("some-licence")) == ()
    assert unaccepted(pull("some-licence", repo="other/Model")) != ()
    assert unaccepted(pull("another-licence")) != ()


def test_other_terms_under_the_same_name_are_asked_about_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (asked,) = unaccepted(pull("llama2"))
    accept(pull("llama2"), [asked])
    changed = replace(asked, limits=(*asked.limits, "And one more."))
    monkeypatch.setattr(acceptance, "load_licenses", lambda: {**load_licenses(), "llama2": changed})
    assert unaccepted(pull("llama2")) == (changed,)


def test_the_record_says_what_when_and_which_version() -> None:
    (asked,) = unaccepted(pull("llama2"))
    now = datetime(2024, 2, 29, 12, 30, 1, 999, tzinfo=UTC)
    accept(pull("llama2"), [asked], now)
    accept(pull("gemma"), unaccepted(pull("gemma")), now)
    tables = tomllib.loads(acceptances_file().read_text())
    assert acceptances_file() == Path.home() / ".config/llmplay/acceptances.toml"
    first, second = tables["accepted"]
    assert first == {
        "license": "llama2",
        "name": asked.name,
        "version": acceptance.terms(asked),
        "date": now.replace(microsecond=0),
        "repo": "meta/Llama",
    }
    assert second["license"] == "gemma"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("schema = 2\n", AcceptanceError),
        ("=", TomlError),
        ("schema = 1\naccepted = 3", AcceptanceError),
    ],
)
def test_a_record_that_cannot_be_read_is_no_acceptance(text: str, error: type[Exception]) -> None:
    acceptances_file().parent.mkdir(parents=True)
    acceptances_file().write_text(text)
    with pytest.raises(error, match=r"acceptances\.toml"):
        unaccepted(pull("llama2"))
    assert unaccepted(pull("mit")) == ()


def test_where_nothing_can_be_recorded_nothing_is_accepted() -> None:
    acceptances_file().parent.parent.mkdir(parents=True)
    acceptances_file().parent.touch()
    with pytest.raises(AcceptanceError, match="cannot be written"):
        accept(pull("llama2"), unaccepted(pull("llama2")))
