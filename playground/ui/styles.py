"""Gathers the style sheets that lie beside their widgets, and the user's own."""

from __future__ import annotations

from pathlib import Path, PurePath

from textual.css.errors import StylesheetError
from textual.css.stylesheet import Stylesheet, StylesheetParseError
from textual.css.tokenizer import TokenError
from textual.theme import Theme

from playground.errors import PlaygroundError
from playground.services import paths

_HERE = Path(__file__).parent


class StyleError(PlaygroundError):
    """The user's own style sheet cannot be used."""


def style_sheets() -> list[str | PurePath]:
    """Every sheet of the interface in a fixed order, the user's own `user.tcss` last.

    One that cannot be used is left out; see `check_own`.
    """
    sheets: list[str | PurePath] = [*sorted(_HERE.rglob("*.tcss"))]
    own = own_sheet()
    try:
        check_own()
    except StyleError:
        return sheets
    return [*sheets, own] if own.is_file() else sheets


def own_sheet() -> Path:
    """Where the user's own style sheet is looked for."""
    return paths.config_folder() / "user.tcss"


def check_own() -> None:
    """Raise `StyleError` where the user's own style sheet would end the program."""
    own = own_sheet()
    if not own.is_file():
        return
    where = paths.shown(own)
    hint = "Until it is mended, the screen does without it."
    sheet = Stylesheet(variables=Theme(name="any", primary="#808080").to_color_system().generate())
    try:
        sheet.read(own)
        sheet.parse()
    except StylesheetParseError as error:
        errors = [wrong for rule in error.errors.rules for wrong in rule.errors]
        token, told = errors[0]
        text = told if isinstance(told, str) else told.summary
        raise StyleError(f"{where}, line {token.location[0] + 1}: {text}.", hint) from error
    except TokenError as error:
        raise StyleError(f"{where}, line {error.start[0]}: {error}.", hint) from error
    except (StylesheetError, OSError, ValueError) as error:
        raise StyleError(f"{where} cannot be read: {error}.", hint) from error
