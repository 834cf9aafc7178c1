from __future__ import annotations

import random

import pytest

from tests.services.hub.conftest import LLAMA
from tests.services.hub.killing import forking, round_of
from tests.services.hub.server import HubServer


@pytest.mark.slow
def test_a_hundred_pulls_killed_at_random_bytes_end_equal(server: HubServer) -> None:
    data = server.repos[LLAMA].files["demo.Q4_0.gguf"]
    dice = random.Random(20)
    with forking(server, f"{LLAMA}:demo.Q4_0.gguf") as forker:
        kept = [round_of(forker, data, dice) for _ in range(100)]
    assert sum(1 for one in kept if one) > 30


def test_a_pull_killed_several_times_ends_equal(server: HubServer) -> None:
    data = server.repos[LLAMA].files["demo.Q8_0.gguf"]
    dice = random.Random(3)
    with forking(server, f"{LLAMA}:demo.Q8_0.gguf") as forker:
        assert round_of(forker, data, dice, kills=6)
