"""Telling a person who looks elsewhere that a run is over."""

from __future__ import annotations

from typing import Any

from textual.app import App

from playground.domain.terminal import visible


def announce(app: App[Any], kind: str, text: str) -> None:
    """Ring the bell ("bell"), or have the terminal show a notice ("osc9"); "none" does nothing.

    OSC 9 is what iTerm2, Windows Terminal, kitty and others show on the desktop; terminals that do
    not know it ignore it.
    """
    if kind == "bell":
        app.bell()
    elif kind == "osc9" and app._driver is not None and not app.is_headless:
        app._driver.write(f"\x1b]9;{visible(text)}\x07")
