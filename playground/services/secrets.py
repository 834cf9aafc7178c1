"""Keeps secrets out of what leaves this machine."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

_TELLING = re.compile(r"KEY|TOKEN|SECRET|PASSW|CREDENTIAL|AUTH", re.IGNORECASE)
_SHAPES = (
    re.compile(r"\b(?:hf|ghp|gho|ghs|github_pat|glpat|xox[abp])[_-][A-Za-z0-9_-]{8,}"),
    re.compile(r"\b(?:sk|pk|rk)-[A-Za-z0-9_-]{8,}"),
    re.compile(r"(?<=Bearer )[^\s\"']+", re.IGNORECASE),
    re.compile(r"(?<=://)[^/\s@\"']+(?=@)"),  # user and password in an address
    re.compile(r"(?<=[?&])[^=&\s\"']+=[^&\s\"']+"),  # the query of an address
    re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+"),  # a JSON web token
)
_REMOVED = "[removed]"
_SHORTEST = 4
"""Shorter values of variables stand in too many words to be taken out."""


def without_secrets(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """The text without keys, tokens and passwords, and with ~ for the home folder.

    Taken out are the values of all variables whose names sound secret, those the settings name for
    endpoints, the hub's stored login, and whatever is shaped like a key.
    """
    for value in sorted(_values(environment), key=len, reverse=True):
        text = text.replace(value, _REMOVED)
    for shape in _SHAPES:
        text = shape.sub(_REMOVED, text)
    return text.replace(str(Path.home()), "~") if Path.home() != Path("/") else text


def _values(environment: Mapping[str, str]) -> set[str]:
    values = {value for name, value in environment.items() if _TELLING.search(name)}
    values |= {environment.get(name, "") for name in _named()}
    values |= _login(environment)
    return {value for value in values if len(value) >= _SHORTEST and not value.startswith("/")}


def _named() -> set[str]:
    from playground.errors import PlaygroundError
    from playground.services.settings import load_settings

    try:
        return {endpoint.api_key_env for endpoint in load_settings().endpoints}
    except PlaygroundError:
        return set()


def _login(environment: Mapping[str, str]) -> set[str]:
    """The tokens that the hub's own program keeps."""
    home = environment.get("HF_HOME") or str(Path.home() / ".cache" / "huggingface")
    places = (environment.get("HF_TOKEN_PATH") or f"{home}/token", f"{home}/stored_tokens")
    found: set[str] = set()
    for place in places:
        try:
            found.update(Path(place).read_text(encoding="utf-8").split())
        except (OSError, ValueError):
            continue
    return {word for word in found if len(word) > 16}
