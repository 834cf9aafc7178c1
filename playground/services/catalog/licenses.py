"""Reading of `licenses.toml`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from playground.domain.licenses import (
    ANSWERS,
    CATEGORIES,
    DUTIES,
    QUESTIONS,
    VERIFIED,
    Duty,
    License,
    Permission,
)
from playground.services.catalog.tables import Table, read_tables

_KEYS = frozenset(field.name for field in dataclasses.fields(License))


def read_licenses(path: Path) -> dict[str, License]:
    """The licences of a file by id; raises `CatalogError` naming the file, licence and key."""
    found: dict[str, License] = {}
    for numbered in read_tables(path, "license"):
        id_ = numbered.text("id")
        table = numbered.called("license", id_)
        if id_ in found:
            raise table.error("this id is used twice.", "Give each licence its own id.")
        found[id_] = _license(table, id_)
    return found


def _license(table: Table, id_: str) -> License:
    table.check_keys(_KEYS)
    may, must = table.table("may"), table.table("must")
    may.check_keys(QUESTIONS)
    must.check_keys(DUTIES)
    try:
        return License(
            id=id_,
            name=table.text("name"),
            label=table.text("label"),
            spdx=table.text("spdx"),
            category=table.choice("category", CATEGORIES),
            may=tuple(_permission(may, key) for key in QUESTIONS),
            must=tuple(Duty(key, must.text(key)) for key in DUTIES if key in must.values),
            limits=table.texts("limits"),
            patent_grant=table.choice("patent_grant", ANSWERS),
            osi_approved=table.truth("osi_approved"),
            url=table.text("url", ""),
            verified=table.choice("verified", VERIFIED),
            checked=table.text("checked"),
            source=table.text("source"),
            note=table.text("note", ""),
        )
    except ValueError as error:
        raise table.error(str(error), "Choose another category or mend the answers.") from error


def _permission(table: Table, key: str) -> Permission:
    if key not in table.values:
        raise table.error(f"the key {key!r} is missing.", f'Add {key} = ["unknown", ""] to it.')
    pair = table.texts(key)
    if len(pair) != 2:
        raise table.error(f"{key} must be an answer and a note, not {list(pair)!r}.")
    return Permission(QUESTIONS[key], table.accept(key, pair[0], ANSWERS), pair[1])
