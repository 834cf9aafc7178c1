"""The user's settings: `settings.toml` in the configuration folder, every key optional."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from playground.domain.catalog import suggest
from playground.domain.endpoints import EndpointSettings
from playground.domain.scheduling import SCHEDULES, Schedule
from playground.engines.backend import FILE_ENGINES
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.files import read_toml


class SettingsError(PlaygroundError):
    """A settings file has a key that is unknown or a value that cannot be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set once and for all; the field names are the keys of the file."""

    theme: str = "dusk"
    """Name of a theme."""
    threads: int = 0
    """Threads per model, over the rule that shares free cores out; 0 keeps the rule."""
    context_limit: int = 4096
    """Tokens; models with a longer context are loaded with this one, unless a run asks for more."""
    stall_seconds: int = 120
    """A model process silent for so long counts as hung."""
    warm_models: int = 2
    """Models kept in memory after a run, to answer the next one at once."""
    check_memory: bool = True
    """Whether a run that does not fit into memory is refused."""
    notice: str = "bell"
    """What tells of the end of a run of more than ten seconds: "bell", "osc9" (a notice of the
    terminal on the desktop) or "none"."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Binding id to key, several keys separated by commas."""
    endpoints: tuple[EndpointSettings, ...] = ()
    """Servers whose models can be run like those of this machine."""
    schedule: Schedule = "automatic"
    """Which models of a run are at work at once."""
    engine: str = ""
    """The engine to take where it can run a file: "ctransformers" or "llamacpp"; empty for the
    first that can."""
    model_folders: tuple[str, ...] = ()
    """Folders that are searched for model files, those in them too; ~ is the home folder."""


NOTICES = ("bell", "osc9", "none")

Check: TypeAlias = Callable[[Any], str]
"""Says what a value must be, or nothing where it is right."""


def _whole(low: int, high: int) -> Check:
    def check(value: Any) -> str:
        whole = isinstance(value, int) and not isinstance(value, bool)
        right = whole and low <= value <= high
        return "" if right else f"must be a whole number from {low} to {high}"

    return check


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else "must be a text"


def _truth(value: Any) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


def _one_of(*names: str) -> Check:
    def check(value: Any) -> str:
        listed = ", ".join(f'"{name}"' for name in names)
        return "" if value in names else f"must be one of {listed}"

    return check


def _keys(value: Any) -> str:
    right = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return "" if right else 'must hold binding ids and keys, as in: "run.start" = "f5"'


def _endpoints(value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return "must be tables, each with a name and a base_url"
    names: set[str] = set()
    for at, table in enumerate(value, 1):
        wrong = _endpoint(table, names)
        if wrong:
            return f"number {at}: {wrong}"
        names.add(table["name"])
    return ""


def _endpoint(table: Mapping[str, Any], names: set[str]) -> str:
    """What is wrong with one `[[endpoints]]` table; `names` are those before it."""
    for key, value in table.items():
        check = _ENDPOINT_CHECKS.get(key)
        if check is None:
            return f"unknown key {key!r}; the keys are {', '.join(_ENDPOINT_CHECKS)}"
        if wrong := check(value):
            return f"{key} {wrong}, not {value!r}"
    name = table.get("name", "")
    if not _NAME.fullmatch(name):
        return f"name must be letters, digits, - or _, not {name!r}"
    if name in names:
        return f"the name {name!r} is taken"
    url = table.get("base_url", "")
    if url and not url.startswith(("http://", "https://")):
        return f"base_url must begin with http:// or https://, not {url!r}"
    return ""


def _texts(value: Any) -> str:
    right = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    return "" if right else "must be a list of texts"


_NAME = re.compile("[A-Za-z0-9_-]+")
_ENDPOINT_CHECKS: Mapping[str, Check] = {
    "name": _text,
    "base_url": _text,
    "models": _texts,
    "api_key_env": _text,
    "provider": _text,
    "trusted": _truth,
    "parallel": _whole(1, 256),
    "timeout_seconds": _whole(1, 3600),
}

_CHECKS: Mapping[str, Check] = {
    "theme": _text,
    "threads": _whole(0, 1024),
    "context_limit": _whole(1, 2**20),
    "stall_seconds": _whole(1, 86_400),
    "warm_models": _whole(0, 30),
    "check_memory": _truth,
    "notice": _one_of(*NOTICES),
    "keys": _keys,
    "endpoints": _endpoints,
    "model_folders": _texts,
    "schedule": _one_of(*SCHEDULES),
    "engine": _one_of("", *FILE_ENGINES),
}
_TABLES = {"keys": "[keys]", "endpoints": "[[endpoints]]"}
"""Keys whose value is a table, named as a file writes it."""


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; a missing file gives the defaults.

    Raises `SettingsError` or `TomlError`, each naming the file and the key.
    """
    path = path or paths.settings_file()
    if not path.is_file():
        return Settings()
    values = read_toml(path)
    for key, value in values.items():
        _check(path, key, value)
    endpoints = [
        EndpointSettings(**{**table, "models": tuple(table.get("models", ()))})
        for table in values.pop("endpoints", [])
    ]
    values["model_folders"] = tuple(values.get("model_folders", ()))
    return Settings(**values, endpoints=tuple(endpoints))


def _check(path: Path, key: str, value: Any) -> None:
    if key not in _CHECKS:
        near = suggest(key, _CHECKS)
        known = f"The keys are: {', '.join(_CHECKS)}."
        raise SettingsError(f"{path}: unknown key {key!r}.", f"{near} {known}".strip())
    wrong = _CHECKS[key](value)
    if wrong:
        name = _TABLES.get(key, key)
        said = "" if key == "endpoints" else f", not {value!r}"
        raise SettingsError(f"{path}: {name} {wrong}{said}.")
