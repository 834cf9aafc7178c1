from __future__ import annotations

import socket

import pytest

from playground.domain.hub import HubError
from playground.services.hub import errors, targets
from playground.services.hub.api import Hub
from tests.services.hub.conftest import LLAMA
from tests.services.hub.fetching import fetched
from tests.services.hub.server import HubServer
from tests.services.hub.stored import Stored


def told(target: str) -> HubError:
    with pytest.raises(HubError) as raised:
        targets.look_up(Hub(), target)
    return raised.value


async def test_a_gated_repository_leads_to_its_page_and_to_the_login(server: HubServer) -> None:
    server.repos["meta/Gated"] = Stored({"a.gguf": b"x" * 99}, gated="manual")
    done = await fetched("meta/Gated")
    error = done.error
    assert isinstance(error, HubError)
    assert error.kind == "gated"
    assert f"Open {server.url}/meta/Gated" in error.hint
    assert "hf auth login" in error.hint


async def test_with_a_login_it_leads_to_its_page_alone(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = Stored({"a.gguf": b"x" * 99}, gated="manual", granted=frozenset({"hf_yes"}))
    server.repos["meta/Gated"] = stored
    monkeypatch.setenv("HF_TOKEN", "hf_no")
    error = (await fetched("meta/Gated")).error
    assert isinstance(error, HubError)
    assert f"Open {server.url}/meta/Gated" in error.hint
    assert "hf auth login" not in error.hint
    assert "hf_no" not in str(error)
    monkeypatch.setenv("HF_TOKEN", "hf_yes")
    assert (await fetched("meta/Gated")).state == "done"


def test_a_private_repository_and_one_that_is_not_there_look_alike(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.repos["me/mine"] = Stored({"a.gguf": b"x"}, private=True, granted=frozenset({"hf_me"}))
    for repo in ("me/mine", "me/nothing"):
        error = told(repo)
        assert error.kind == "repository"
        assert repo in error.message
        assert "models search" in error.hint
        assert "hf auth login" in error.hint
    monkeypatch.setenv("HF_TOKEN", "hf_me")
    assert targets.look_up(Hub(), "me/mine").size == 1


def test_a_token_the_hub_does_not_take(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    error = told(LLAMA)
    assert error.kind == "token"
    assert "hf_wrong" not in str(error)
    assert "HF_TOKEN" in error.hint


def test_a_file_that_is_not_there_names_those_that_are(server: HubServer) -> None:
    error = told(f"{LLAMA}:nothing.gguf")
    assert error.kind == "file"
    assert "demo.Q4_0.gguf (1.04 MB)" in error.hint


def test_a_revision_that_is_not_there(server: HubServer) -> None:
    error = told(f"https://huggingface.co/{LLAMA}/blob/v9/demo.Q4_0.gguf")
    assert error.kind == "repository"
    assert "revision" in error.message


def test_no_name_of_a_repository(server: HubServer) -> None:
    assert told("a//b").kind == "repository"


@pytest.mark.parametrize(("status", "kind"), [(429, "rate"), (502, "server"), (404, "file")])
def test_questions_that_the_hub_does_not_answer(server: HubServer, status: int, kind: str) -> None:
    server.faults.api_statuses = [(status, {"Retry-After": "17"})] * 9
    error = told(LLAMA)
    assert error.kind == kind
    assert ("17 seconds" in error.hint) is (status == 429)


def test_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    hub = Hub(f"http://127.0.0.1:{port}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        with pytest.raises(HubError, match="cannot be reached") as raised:
            hub.search("anything")
    assert raised.value.kind == "offline"


def test_the_hub_switched_off_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(HubError) as raised:
        Hub().repository("a/b")
    assert raised.value.kind == "offline"
    assert "HF_HUB_OFFLINE" in raised.value.hint


def test_an_answer_that_makes_no_sense() -> None:
    assert errors.explained(ValueError("x"), "a/b", endpoint="http://hub").kind == "server"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, None),
        ({"ratelimit": '"api";r=0;t=55'}, 55.0),
        ({"ratelimit": '"api";r=0;t='}, None),
        ({"retry-after": "-1"}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert errors.retry_after(headers) == seconds
