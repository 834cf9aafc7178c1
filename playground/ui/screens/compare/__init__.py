"""The compare screen: prompts by models over all runs of a session, and what came of it."""

from playground.ui.screens.compare.screen import CompareScreen

__all__ = ["CompareScreen"]
