"""What can be wrong with a session."""

from __future__ import annotations

from playground.errors import PlaygroundError


class SessionError(PlaygroundError):
    """A session file cannot be opened, read or written."""


class SessionBusyError(SessionError):
    """Another process has the session open."""
