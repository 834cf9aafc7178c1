"""Themes as TOML files: those that come with the program, and the user's own."""

from __future__ import annotations

from pathlib import Path

from textual.color import Color, ColorParseError
from textual.theme import Theme

import playground
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.files import read_toml

DEFAULT = "dusk"
_COLOURS = (
    "primary",
    "secondary",
    "accent",
    "warning",
    "error",
    "success",
    "foreground",
    "background",
    "surface",
    "panel",
)


class ThemeError(PlaygroundError):
    """A theme file has a key that is unknown or a value that is no colour."""


def theme_files() -> dict[str, Path]:
    """Theme name to file; the user's own themes replace shipped ones of the same name."""
    found: dict[str, Path] = {}
    for folder in (_shipped(), paths.config_folder() / "themes"):
        if folder.is_dir():
            found |= {path.stem: path for path in sorted(folder.glob("*.toml"))}
    return found


def load_theme(name: str) -> Theme:
    """The theme of this name; raises `ThemeError` or `TomlError` naming file and key."""
    files = theme_files()
    if name not in files:
        raise ThemeError(f"There is no theme {name!r}.", f"The themes: {', '.join(files)}.")
    path = files[name]
    values = read_toml(path)
    for key, value in values.items():
        if key == "dark":
            if not isinstance(value, bool):
                raise ThemeError(f"{path}: dark must be true or false, not {value!r}.")
        elif key not in _COLOURS:
            raise ThemeError(
                f"{path}: unknown key {key!r}.", f"Known: dark, {', '.join(_COLOURS)}."
            )
        elif not _is_colour(value):
            raise ThemeError(f"{path}: {key} = {value!r} is no colour.", 'Write it as "#rrggbb".')
    if "primary" not in values:
        raise ThemeError(f"{path}: the key primary is missing.")
    return Theme(name=name, **values)


def _is_colour(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        Color.parse(value)
    except ColorParseError:
        return False
    return True


def _shipped() -> Path:
    """Inside the package when installed, beside it in a checkout."""
    package = Path(playground.__file__).parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"
