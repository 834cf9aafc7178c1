"""Which licences a person accepted, and when: `acceptances.toml` in the settings folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playground.domain.hub import Pull
from playground.domain.licenses import License, resolve
from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.catalog import load_licenses
from playground.services.files import read_toml, toml_text, write_atomic

_SCHEMA = 1


class AcceptanceError(PlaygroundError):
    """What was accepted cannot be read or written."""


def acceptances_file() -> Path:
    """Where it is recorded."""
    return paths.config_folder() / "acceptances.toml"


def terms(license_: License) -> str:
    """The version of a licence: the start of the SHA-256 of its name, address and summed up terms.

    Different terms under the same name are asked about anew.
    """
    rows = [f"{row.question}: {row.answer} ({row.note})" for row in license_.may]
    duties = [f"{duty.kind}: {duty.text}" for duty in license_.must]
    text = "\n".join([license_.name, license_.url, *rows, *duties, *license_.limits])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def unaccepted(pull: Pull) -> tuple[License, ...]:
    """The licences with conditions that nobody accepted yet for what is to be fetched.

    Raises `AcceptanceError` where the record cannot be read.
    """
    return missing(pull.licenses, pull.repo)


def missing(tags: Iterable[str], repo: str) -> tuple[License, ...]:
    """Those of some licences that have conditions nobody accepted yet.

    An unknown licence is accepted for one repository only.
    """
    known = load_licenses()
    asked = [one for one in (resolve(known, tag) for tag in tags) if not one.is_permissive]
    if not asked:
        return ()
    records = _read()
    return tuple(one for one in asked if not any(_covers(r, one, repo) for r in records))


def accept(pull: Pull, licenses: Iterable[License], now: datetime | None = None) -> None:
    """Record that a person accepted them; raises `AcceptanceError` where that cannot be."""
    when = (now or datetime.now(UTC)).replace(microsecond=0)
    added = [
        {
            "license": name_of(license_),
            "name": license_.name,
            "version": terms(license_),
            "date": when,
            "repo": pull.repo,
        }
        for license_ in licenses
    ]
    path = acceptances_file()
    text = toml_text({"schema": _SCHEMA, "accepted": [*_read(), *added]})
    try:
        write_atomic(path, text.encode())
    except OSError as error:
        raise AcceptanceError(
            f"{paths.shown(path)} cannot be written: {error.strerror}.",
            "Mend its permissions: without a record no licence counts as accepted.",
        ) from error


def name_of(license_: License) -> str:
    """What `--accept-license` calls it: its id; the hub's own tag for one that is not listed."""
    return license_.label if license_.id == "unknown" else license_.id


def _covers(record: Mapping[str, Any], license_: License, repo: str) -> bool:
    same = record.get("license") == name_of(license_) and record.get("version") == terms(license_)
    return same and (license_.category != "unknown" or record.get("repo") == repo)


def _read() -> list[dict[str, Any]]:
    path = acceptances_file()
    if not path.is_file():
        return []
    tables = read_toml(path)
    accepted: list[dict[str, Any]] = tables.get("accepted", [])
    right = tables.get("schema") == _SCHEMA and isinstance(accepted, list)
    if not right or not all(isinstance(one, dict) for one in accepted):
        raise AcceptanceError(
            f"{paths.shown(path)} is not as this version writes it.",
            "Move it away: what was accepted is then asked again.",
        )
    return accepted
