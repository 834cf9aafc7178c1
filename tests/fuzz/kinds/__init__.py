"""Every kind of input by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.fuzz.kind import Kind
from tests.fuzz.kinds import (
    chats,
    endpoints,
    headers,
    hub,
    leftovers,
    looks,
    protocol,
    runs,
    sessions,
    tables,
    tasks,
)

_MODULES = (
    headers,
    tables,
    looks,
    sessions,
    tasks,
    leftovers,
    hub,
    endpoints,
    chats,
    protocol,
    runs,
)
KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.name: kind for module in _MODULES for kind in module.KINDS}
)
