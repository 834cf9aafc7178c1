from __future__ import annotations

from pathlib import Path

import pytest

from playground.domain.catalog import CatalogEntry
from playground.services import catalog
from tests.services.catalog.own import Write


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture
def write(home: Path) -> Write:
    """Write the user's catalog."""

    def write(text: str) -> Path:
        path = catalog.user_catalog()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def shipped() -> tuple[CatalogEntry, ...]:
    return catalog.load_shipped()
