from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import playground
from tests.services.hub.server import HubServer, serving
from tests.services.hub.stored import Stored

WEIGHTS = Path(playground.__file__).parent / "demo" / "weights"
LLAMA = "someone/Demo-Llama-GGUF"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A hub with the bundled models; the library is let to it, and to it alone."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(Path.home() / "token"))
    with serving() as both:
        monkeypatch.setattr(constants, "ENDPOINT", both.url)
        monkeypatch.setenv("HF_ENDPOINT", both.url)
        monkeypatch.setenv("HF_HUB_OFFLINE", "0")
        monkeypatch.setenv("HF_HUB_DISABLE_XET", "1")
        monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", True)
        both.repos[LLAMA] = Stored(
            {
                "demo.Q4_0.gguf": (WEIGHTS / "demo-llama.Q4_0.gguf").read_bytes(),
                "demo.Q8_0.gguf": (WEIGHTS / "demo-llama.Q8_0.gguf").read_bytes(),
                "config.json": b"{}\n",
            },
            small=frozenset({"config.json"}),
            gguf={"total": 1_267_072, "architecture": "llama"},
            downloads=100,
        )
        yield both
