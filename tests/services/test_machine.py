from __future__ import annotations

import os
from pathlib import Path

import pytest

from playground.services import machine


def test_cores_are_those_this_process_may_use() -> None:
    machine.usable_cores.cache_clear()
    assert 1 <= machine.usable_cores() <= len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    ("quota", "cores"),
    [
        ("max 100000", 8),
        ("200000 100000", 2),
        ("150000 100000", 1),
        ("50000 100000", 1),
        ("9900000 100000", 8),
        ("rubbish", 8),
        ("", 8),
    ],
)
def test_a_quota_of_the_control_group_is_kept_to(quota: str, cores: int) -> None:
    machine.usable_cores.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
        patch.setattr(Path, "read_text", lambda self, encoding: quota)
        found = machine.usable_cores()
    machine.usable_cores.cache_clear()
    assert found == cores


def test_the_machine_is_described_in_plain_values() -> None:
    found = machine.describe()
    assert found.processor
    assert found.cores >= 1
    assert found.memory_bytes > 2**20
    assert found.python.count(".") == 2


def test_memory_of_a_process() -> None:
    own = machine.resident_bytes(os.getpid())
    assert own is not None
    assert own > 2**20
    assert machine.resident_bytes(2**22 + 1) is None
