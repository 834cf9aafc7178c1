"""The cards of repositories, as far as they lie in the hub's cache."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from playground.services.hub import cache


class Card(NamedTuple):
    """What a card's metadata says of the licence."""

    license: str
    """The tag, or the name given beside "other"; empty where there is none."""
    base_models: tuple[str, ...]
    """The repositories that it says it was made from."""


def card_of(repo: str) -> Card | None:
    """The card of a repository; None where none lies in the cache. Nothing is asked for."""
    found = cache.find(repo, ["README.md"])
    return read_card(found) if found is not None else None


def read_card(path: Path) -> Card | None:
    """The metadata of a README.md; None where it has none that can be read.

    The format: huggingface.co/docs/hub/model-cards, "Model card metadata".
    """
    from huggingface_hub.repocard import metadata_load  # 0.1 s, with YAML

    try:
        fields = metadata_load(path)
    except Exception:  # whatever is wrong with it, it says nothing
        return None
    if not isinstance(fields, dict):
        return None
    named = fields.get("license")
    if named == "other":
        named = fields.get("license_name") or named
    if isinstance(named, list):
        named = ", ".join(str(one) for one in named)
    base = fields.get("base_model") or ()
    bases = (base,) if isinstance(base, str) else base
    return Card(str(named or ""), tuple(one for one in bases if isinstance(one, str)))
