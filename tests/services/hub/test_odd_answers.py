"""Names, revisions and values of the hub that cannot be: refused in words, or left out."""

from __future__ import annotations

import json

import pytest

from playground.domain.hub import Found, HubError
from playground.services.hub.api import Hub
from tests.fuzz.answering import answering, response
from tests.services.hub.conftest import LLAMA
from tests.services.hub.server import HubServer
from tests.services.hub.stored import Stored


@pytest.mark.parametrize(
    "name",
    [
        *("../../evil.gguf", "/etc/evil.gguf", "a//b.gguf", "a/./b.gguf", "a/../../b.gguf"),
        *("evil\0.gguf", "..\\evil.gguf", "../good.gguf\0"),
    ],
)
def test_names_that_lead_elsewhere_are_no_files(server: HubServer, name: str) -> None:
    server.repos["a/b"] = Stored({name: b"x", "good.gguf": b"y"})
    assert [file.name for file in Hub().repository("a/b").files] == ["good.gguf"]


@pytest.mark.parametrize(
    "revision",
    [
        "..",
        ".",
        "../../main",
        "/etc",
        "a/../../b",
        "a\\b",
        "a\0b",
        "x" * 300,
        "a b",
        "\x1b[2J",
        "a//b",
    ],
)
def test_revisions_that_lead_elsewhere_are_none(server: HubServer, revision: str) -> None:
    with pytest.raises(HubError, match="is no revision of") as raised:
        Hub().repository(LLAMA, revision)
    assert raised.value.hint
    assert server.asked == []


@pytest.mark.parametrize("commit", ["../../..", "", "main"])
def test_a_commit_that_is_none_is_refused(
    server: HubServer, commit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stored, "commit", commit)
    with pytest.raises(HubError, match="names no commit"):
        Hub().repository(LLAMA)


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "answer",
    [
        *({"id": 3}, {"id": None}, {}, [], "x", None),
        *({"id": ["a/b"]}, {"id": 1.5}),
    ],
)
def test_a_search_that_is_answered_with_nonsense_is_told(answer: object) -> None:
    with answering() as odd_server:
        odd_server.answer = response(json.dumps([answer]).encode())
        with pytest.raises(HubError) as raised:
            Hub(odd_server.url).search("demo")
    assert raised.value.kind == "server"
    assert raised.value.hint


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "odd",
    [
        *({"gguf": {"total": "x", "architecture": ["llama"]}}, {"gguf": 3}, {"downloads": "7"}),
        *(
            {"tags": [3, {}]},
            {"tags": 3},
            {"cardData": 1.5},
            {"cardData": {"license": [[]]}},
            {"likes": -1},
        ),
    ],
)
def test_what_a_search_cannot_use_counts_as_not_told(odd: dict[str, object]) -> None:
    with answering() as odd_server:
        odd_server.answer = response(json.dumps([{"id": "a/b", **odd}]).encode())
        (found,) = Hub(odd_server.url).search("demo")
    assert found == Found("a/b", None, None, None, 0, 0, gated=False, updated="")


@pytest.mark.usefixtures("server")
def test_a_licence_that_cannot_be_written_is_told_as_far_as_it_can() -> None:
    with answering() as odd_server:
        odd_server.answer = response(b'[{"id": "a/b", "tags": ["license:mi\\udc80t"]}]')
        (found,) = Hub(odd_server.url).search("demo")
    assert found.license == "mi?t"


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rfilename", 3),
        ("rfilename", ["a"]),
        ("rfilename", "\ud800.gguf"),
        ("blobId", []),
        ("size", "1"),
        ("size", -1),
        ("size", 2**64),
    ],
)
def test_files_with_odd_values_are_left_out(key: str, value: object) -> None:
    good = {"rfilename": "a.gguf", "size": 1, "blobId": "0" * 40}
    answer = {"id": "a/b", "sha": "0" * 40, "siblings": [good, {**good, key: value}]}
    with answering() as odd_server:
        odd_server.answer = response(json.dumps(answer).encode())
        assert [file.name for file in Hub(odd_server.url).repository("a/b").files] == ["a.gguf"]


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("sha", [3, [], {}, True])
def test_a_commit_of_another_type_is_refused(sha: object) -> None:
    with answering() as odd_server:
        odd_server.answer = response(json.dumps({"id": "a/b", "sha": sha, "siblings": []}).encode())
        with pytest.raises(HubError):
            Hub(odd_server.url).repository("a/b")
