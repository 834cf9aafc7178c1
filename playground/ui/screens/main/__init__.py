"""The main screen, in parts by what they route: models, the run, the outputs."""

from playground.ui.screens.main.screen import PlaygroundScreen

__all__ = ["PlaygroundScreen"]
