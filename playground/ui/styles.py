"""Gathers the style sheets that lie beside their widgets."""

from __future__ import annotations

from pathlib import Path, PurePath

from playground.services import paths

_HERE = Path(__file__).parent


def style_sheets() -> list[str | PurePath]:
    """Every sheet of the interface in a fixed order, the user's own `user.tcss` last."""
    sheets: list[str | PurePath] = [*sorted(_HERE.rglob("*.tcss"))]
    own = paths.config_folder() / "user.tcss"
    return [*sheets, own] if own.is_file() else sheets
