from __future__ import annotations

from collections.abc import Mapping

import pytest

from playground.domain.templates import Template
from playground.services.catalog import load_templates


@pytest.fixture(scope="session")
def templates() -> Mapping[str, Template]:
    return load_templates()
