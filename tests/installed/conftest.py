"""One installation for all: made here, or the one that is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.installed.installation import Installation, build_wheel, install_offline

NAMED = "LLMPLAY_INSTALLATION"
"""The environment variable that names the folder of an installation to be tested instead."""


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel of this checkout, installed."""
    if NAMED in os.environ:
        return Installation(Path(os.environ[NAMED]))
    folder = tmp_path_factory.mktemp("installed")
    return install_offline(build_wheel(folder), folder / "environment")
