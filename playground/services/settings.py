"""The user's settings: `settings.toml` in the configuration folder, every key optional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
_RANGES = {
    "threads": (0, 1024),
    "context_limit": (1, 2**20),
    "stall_seconds": (1, 86_400),
    "warm_models": (0, 30),
}


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
    if key not in Settings.__slots__:
        known = ", ".join(Settings.__slots__)
        raise SettingsError(f"{path}: unknown key {key!r}.", f"The keys are: {known}.")
    if key in _RANGES:
        low, high = _RANGES[key]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise SettingsError(
                f"{path}: {key} must be a whole number from {low} to {high}, not {value!r}."
            )
    elif key == "keys":
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise SettingsError(
                f'{path}: [keys] must hold binding ids and keys, as in: "run.start" = "f5".'
            )
    elif key == "notice":
        if value not in NOTICES:
            names = ", ".join(f'"{name}"' for name in NOTICES)
            raise SettingsError(f"{path}: {key} must be one of {names}, not {value!r}.")
    elif key == "check_memory":
        if not isinstance(value, bool):
            raise SettingsError(f"{path}: {key} must be true or false, not {value!r}.")
    elif not isinstance(value, str):
        raise SettingsError(f"{path}: {key} must be a text, not {value!r}.")
