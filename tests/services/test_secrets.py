from __future__ import annotations

from pathlib import Path

import pytest

from playground.services import paths
from playground.services.secrets import without_secrets


@pytest.mark.parametrize(
    "secret",
    [
        "hf_AbCdEfGhIjKlMnOp",
        "sk-proj-AbCdEf123456",
        "ghp_0123456789abcdef",
        "eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2lnbmF0dXJl",
    ],
)
def test_what_is_shaped_like_a_key_goes(secret: str) -> None:
    assert without_secrets(f"refused: '{secret}'.", {}) == "refused: '[removed]'."


def test_addresses_lose_users_passwords_and_queries() -> None:
    text = "http://me:pw@host/v1?token=1&x=2 said Bearer abc"
    assert (
        without_secrets(text, {})
        == "http://[removed]@host/v1?[removed]&[removed] said Bearer [removed]"
    )


def test_values_of_variables_go_by_their_names() -> None:
    variables = {"A_KEY": "plain word", "USER": "plainer", "TOKEN": "abc"}
    assert without_secrets("a plain word, plainer, abc", variables) == "a [removed], plainer, abc"


def test_variables_that_endpoints_name_go_whatever_they_are_called() -> None:
    path = paths.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text('[[endpoints]]\nname = "a"\napi_key_env = "DOOR"\n')
    assert without_secrets("say sesame", {"DOOR": "sesame"}) == "say [removed]"


def test_the_home_folder_is_a_tilde(home: Path) -> None:
    assert without_secrets(f"{home}/models and text", {}) == "~/models and text"
