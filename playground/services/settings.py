"""The user's settings: `settings.toml` in the configuration folder, every key optional."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

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


_CHECKS: Mapping[str, Check] = {
    "theme": _text,
    "threads": _whole(0, 1024),
    "context_limit": _whole(1, 2**20),
    "stall_seconds": _whole(1, 86_400),
    "warm_models": _whole(0, 30),
    "check_memory": _truth,
    "notice": _one_of(*NOTICES),
    "keys": _keys,
}
_TABLES = frozenset({"keys"})
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
    return Settings(**values)


def _check(path: Path, key: str, value: Any) -> None:
    if key not in _CHECKS:
        known = ", ".join(_CHECKS)
        raise SettingsError(f"{path}: unknown key {key!r}.", f"The keys are: {known}.")
    wrong = _CHECKS[key](value)
    if wrong:
        name = f"[{key}]" if key in _TABLES else key
        raise SettingsError(f"{path}: {name} {wrong}, not {value!r}.")
