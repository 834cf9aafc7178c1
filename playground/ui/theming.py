"""Themes as TOML files: those that come with the program, and the user's own."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.filter import LineFilter, Monochrome, NoColor
from textual.theme import Theme

import playground
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.files import read_toml

DEFAULT = "dusk"
WITHOUT_COLOUR = "mono"
"""What NO_COLOR asks for (no-color.org)."""

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
_FLAGS = ("dark", "ansi")
_STYLES = {"none", "bold", "dim", "italic", "reverse", "underline", "strike", "not"}


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
    variables = values.pop("variables", {})
    where = paths.shown(path)
    for key, value in values.items():
        _check(where, key, value)
    if "primary" not in values:
        raise ThemeError(f"{where}: the key primary is missing.", 'Add primary = "#rrggbb".')
    if not isinstance(variables, dict):
        raise ThemeError(f"{where}: variables must be a table, not {variables!r}.")
    for key, value in variables.items():
        _check_variable(where, key, value)
    theme = Theme(name=name, **values)
    theme.variables = {**_left_out(theme), **_scrollbars(values), **variables}
    return theme


def without_colour(filters: list[LineFilter]) -> None:
    """Have NO_COLOR mean no colour codes at all, where Textual would send shades of grey.

    Its filter turns the terminal's own colours into black on black.
    """
    filters[:] = [NoColor() if isinstance(one, Monochrome) else one for one in filters]


def _check(where: str, key: str, value: object) -> None:
    if key in _FLAGS:
        if not isinstance(value, bool):
            raise ThemeError(f"{where}: {key} must be true or false, not {value!r}.")
    elif key not in _COLOURS:
        known = ", ".join((*_FLAGS, *_COLOURS, "[variables]"))
        raise ThemeError(f"{where}: unknown key {key!r}.", f"Known: {known}.")
    elif not _is_colour(value):
        raise ThemeError(
            f"{where}: {key} = {value!r} is no colour.", 'Write it as "#rrggbb" or "ansi_red".'
        )


def _check_variable(where: str, key: str, value: object) -> None:
    """Check a variable of Textual: one that is bad would end the program when it is applied."""
    if key not in _variables():
        raise ThemeError(
            f"{where}: there is no variable {key!r}.", "Textual's guide on themes lists them."
        )
    if key.endswith("style"):
        if not isinstance(value, str) or not value or set(value.split()) - _STYLES:
            raise ThemeError(
                f"{where}: {key} = {value!r} is no text style.",
                f"Styles: {', '.join(sorted(_STYLES))}.",
            )
    elif not _is_colour(value) and not _is_colour_with_share(value):
        raise ThemeError(
            f"{where}: {key} = {value!r} is no colour.", 'Write it as "#rrggbb" or "ansi_red".'
        )


@functools.cache
def _variables() -> frozenset[str]:
    """The names of the variables that Textual's own style sheets use."""
    return frozenset(Theme(name="any", primary="#808080").to_color_system().generate())


def _left_out(theme: Theme) -> dict[str, str]:
    """What Textual makes for themes of RGB colours only, though its style sheets always want it."""
    missing = _variables() - theme.to_color_system().generate().keys()
    return {name: "none" if name.endswith("style") else "ansi_default" for name in missing}


def _scrollbars(values: Mapping[str, Any]) -> dict[str, str]:
    """Scrollbars in the colours of the theme, quiet until they are used."""
    ground = values.get("surface") or values.get("background")
    bar = values.get("primary", "")
    found = {"scrollbar": bar, "scrollbar-hover": bar, "scrollbar-active": bar}
    if ground:
        found |= {
            f"scrollbar-{name}": ground
            for name in ("background", "background-hover", "background-active", "corner-color")
        }
    return found


def _is_colour_with_share(value: object) -> bool:
    """Whether it is a colour and a percentage, as in "#ff8800 50%"."""
    if not isinstance(value, str):
        return False
    colour, _, share = value.partition(" ")
    return _is_colour(colour) and share.removesuffix("%").isdigit() and share.endswith("%")


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
