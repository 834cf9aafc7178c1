"""All recorded sessions."""

from playground.ui.screens.sessions.screen import SessionsScreen

__all__ = ["SessionsScreen"]
