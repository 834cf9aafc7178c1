"""Which endpoints a person agreed to send prompts to, kept beside the settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playground.domain.catalog import CatalogEntry
from playground.domain.endpoints import EndpointSettings
from playground.services import paths
from playground.services.files import read_toml, toml_text, write_atomic


def trust_file() -> Path:
    """Where it is written down: `[[trusted]]` tables with endpoint, host and date."""
    return paths.config_folder() / "trusted-endpoints.toml"


def untrusted(entries: Iterable[CatalogEntry]) -> list[EndpointSettings]:
    """The endpoints among these models that a person must be asked about first.

    Consent is given to a name at a host: another host under the name asks again. Raises
    `TomlError` where the file is broken.
    """
    endpoints = {entry.endpoint for entry in entries if entry.endpoint is not None}
    asked = [one for one in endpoints if not one.trusted]
    if not asked:
        return []
    known = [(table.get("endpoint"), table.get("host")) for table in _tables()]
    return sorted(
        (one for one in asked if (one.name, one.host) not in known), key=lambda one: one.name
    )


def trust(endpoint: EndpointSettings) -> None:
    """Write down that prompts may be sent there; raises `TomlError` or `OSError`."""
    entry = {"endpoint": endpoint.name, "host": endpoint.host, "agreed": datetime.now(UTC)}
    tables = {"trusted": [*_tables(), entry]}
    write_atomic(trust_file(), toml_text(tables).encode())


def _tables() -> list[dict[str, Any]]:
    path = trust_file()
    found = read_toml(path).get("trusted", []) if path.is_file() else []
    return [table for table in found if isinstance(table, dict)] if isinstance(found, list) else []
