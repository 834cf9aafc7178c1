"""Asks every source on this machine for a model's licence."""

from __future__ import annotations

from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.headers import ModelHeader
from playground.domain.provenance import SOURCES, Claim
from playground.services.hub.cards import Card, card_of, read_card
from playground.services.modelfiles import ModelFileError, read_header


def license_claims(entry: CatalogEntry, header: ModelHeader | None = None) -> tuple[Claim, ...]:
    """What each of `SOURCES` says, in their order; nothing is fetched for it.

    `header` is that of the model's file where the caller has read it already.
    """
    if header is None and entry.path is not None and Path(entry.path).is_file():
        try:
            header = read_header(Path(entry.path))
        except ModelFileError:
            header = None
    card = _card(entry)
    catalog = entry.license if entry.source or entry.bundled or entry.repo else ""
    upstream = [entry.upstream] if entry.upstream else list(card.base_models if card else ())
    above = [found.license for repo in upstream if (found := card_of(repo)) is not None]
    values = (
        catalog,
        card.license if card else "",
        (header.license if header else None) or "",
        above[0] if above else "",
    )
    return tuple(Claim(source, value) for source, value in zip(SOURCES, values, strict=True))


def _card(entry: CatalogEntry) -> Card | None:
    if entry.repo is not None:
        return card_of(entry.repo)
    beside = Path(entry.path).with_name("README.md") if entry.path else None
    return read_card(beside) if beside is not None and beside.is_file() else None
