"""A fresh copy for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contributing.copied import Copy


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """The program as it is, to be added to."""
    return Copy(tmp_path / "copy")
