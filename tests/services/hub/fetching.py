"""Pulls with little patience, for tests."""

from __future__ import annotations

from playground.domain.downloads import Progress
from playground.services.hub import targets
from playground.services.hub.api import Hub
from playground.services.hub.downloads import Downloads
from playground.services.hub.transfer import Patience

AT_ONCE = Patience(tries=4, first_seconds=0.0, longest_seconds=0.0, asked_seconds=5.0)
"""Tries again without waiting."""


def downloads(at_once: int = 3) -> Downloads:
    """Without waits between tries."""
    return Downloads(Hub(), patience=AT_ONCE, at_once=at_once)


async def fetched(target: str) -> Progress:
    """One pull to its end."""
    all_ = downloads()
    all_.add(targets.look_up(Hub(), target))
    await all_.settle()
    return all_.progress[0]
