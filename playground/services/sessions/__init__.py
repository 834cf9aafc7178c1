"""Sessions: files that only grow while they are written, and never lose what was acknowledged.

`SessionStore` writes one; `open_session` reads one as typed records, `load_session` as tables.
"""

from __future__ import annotations

from playground.services.sessions.errors import SessionBusyError, SessionError
from playground.services.sessions.opening import open_session
from playground.services.sessions.reading import load_session
from playground.services.sessions.store import SessionStore

__all__ = ["SessionBusyError", "SessionError", "SessionStore", "load_session", "open_session"]
