"""Where things lie: the XDG base directories (specifications.freedesktop.org/basedir-spec)."""

from __future__ import annotations

import os
from pathlib import Path

_APP = "llmplay"


def _base(variable: str, fallback: str) -> Path:
    value = os.environ.get(variable, "")
    # The specification has relative paths ignored.
    return Path(value) if value.startswith("/") else Path.home() / fallback


def config_folder() -> Path:
    """The user's settings, themes and own catalog."""
    return _base("XDG_CONFIG_HOME", ".config") / _APP


def data_folder() -> Path:
    """What the user makes."""
    return _base("XDG_DATA_HOME", ".local/share") / _APP


def cache_folder() -> Path:
    """What can be made again."""
    return _base("XDG_CACHE_HOME", ".cache") / _APP


def state_folder() -> Path:
    """What is remembered between launches and nobody would miss."""
    return _base("XDG_STATE_HOME", ".local/state") / _APP


def settings_file() -> Path:
    """The settings."""
    return config_folder() / "settings.toml"


def sessions_folder() -> Path:
    """The recorded sessions, one TOML file each."""
    return data_folder() / "sessions"


def shown(path: Path | str) -> str:
    """A path as people write it, with ~ for the home folder."""
    text, home = str(path), str(Path.home())
    return "~" + text[len(home) :] if text.startswith(home + "/") else text
