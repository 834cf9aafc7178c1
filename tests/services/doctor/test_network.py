"""A hub that answers, one that does not, and logins."""

from __future__ import annotations

from pathlib import Path

from tests.services.doctor.examining import Told, examine
from tests.services.hub.conftest import server
from tests.services.hub.server import HubServer

__all__ = ["server"]
_NETWORK = {"HF_HUB_OFFLINE": "0"}


def asked(**environment: str) -> dict[str, Told]:
    return examine("network", "servers", env={**_NETWORK, **environment})


def test_a_hub_that_answers(server: HubServer) -> None:
    found = asked()
    assert found["connection"] == Told("ok", f"{server.url} answers", "")
    assert "login" not in found


def test_a_login_that_the_hub_takes(server: HubServer) -> None:
    assert asked(HF_TOKEN="hf_good")["login"].told == "The hub takes the login."


def test_a_login_that_the_hub_does_not_take(server: HubServer) -> None:
    found = asked(HF_TOKEN="hf_wrong")["login"]
    assert (found.level, "does not accept the token" in found.told) == ("problem", True)
    assert "hf auth login" in found.advice
    assert "hf_wrong" not in found.told + found.advice


def test_a_hub_that_does_not_answer() -> None:
    found = asked(HF_ENDPOINT="http://127.0.0.1:9")
    assert found["connection"].level == "problem"


def test_offline_asks_nobody(server: HubServer) -> None:
    assert set(asked(HF_HUB_OFFLINE="1")) == {"settings"}
    assert server.asked == []
    found = examine("network", "login", env={"HF_HUB_OFFLINE": "1"})
    assert (found["offline"].level, found["login"].level) == ("note", "ok")
    assert found["login"].told.startswith("No login")


def test_a_login_is_known_without_asking(home: Path) -> None:
    token = home / ".cache" / "huggingface" / "token"
    token.parent.mkdir(parents=True)
    token.write_text("hf_" + "x" * 30)
    found = examine("network", "login", env=_NETWORK)
    assert set(found) == {"login"}
    assert found["login"].told == "A login for the hub is there."
