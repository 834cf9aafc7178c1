"""A catalog of the user's own, whole and broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from playground.domain.catalog import CatalogError
from playground.services import catalog

Write = Callable[[str], Path]
"""Writes the user's catalog; gives its path."""

FILE = '{ repo = "me/mine", file = "mine.Q4_0.gguf", quantisation = "Q4_0" }'
MODEL = f"""schema = 1
[[model]]
id = "mine"
architecture = "llama"
license = "mit"
file = [{FILE}]
"""


def failure() -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        catalog.load_all()
    return caught.value
