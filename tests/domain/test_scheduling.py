from __future__ import annotations

import pytest

from playground.domain.scheduling import SCHEDULES, Arrangement, Schedule, arrange, may_crowd


@pytest.mark.parametrize(
    ("cores", "models", "schedule", "found"),
    [
        (8, 1, "automatic", Arrangement(7, 7)),
        (1, 1, "automatic", Arrangement(1, 1)),
        (8, 2, "automatic", Arrangement(4, 4)),
        (2, 4, "automatic", Arrangement(1, 1)),
        (8, 0, "automatic", Arrangement(7, 7)),
        (8, 3, "together", Arrangement(2, 2)),
        (2, 4, "together", Arrangement(1, 0)),
        (8, 3, "in-turn", Arrangement(7, 8)),
        (1, 3, "in-turn", Arrangement(1, 1)),
    ],
)
def test_cores_are_shared_out(
    cores: int, models: int, schedule: Schedule, found: Arrangement
) -> None:
    assert arrange(cores, models, schedule) == found


def test_threads_that_were_asked_for_stand() -> None:
    assert [arrange(8, 3, one, 5).threads for one in SCHEDULES] == [5, 5, 5]
    assert arrange(8, 3, "in-turn", 5).cores == 8
    assert arrange(2, 4, "together", 2).cores == 2  # two threads each never share a core


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_threads_at_work_never_exceed_the_cores_unless_each_is_alone(schedule: Schedule) -> None:
    for cores in range(1, 17):
        for models in range(12):
            for threads in range(cores + 1):
                share = arrange(cores, models, schedule, threads)
                if share.cores == 0:
                    assert share.threads == 1
                else:
                    at_once = cores // share.cores
                    assert share.threads * at_once <= cores


@pytest.mark.parametrize(
    ("cores", "models", "schedule", "others", "threads"),
    [
        (8, 1, "automatic", 0.2, 7),
        (8, 1, "automatic", 0.9, 6),
        (8, 1, "automatic", 3.1, 4),
        (8, 1, "automatic", 9.0, 1),
        (8, 2, "automatic", 2.0, 3),
        (8, 4, "together", 4.0, 1),
        (8, 4, "in-turn", 4.0, 3),
        (2, 1, "automatic", 2.0, 1),
    ],
)
def test_cores_that_others_keep_busy_get_no_threads(
    cores: int, models: int, schedule: Schedule, others: float, threads: int
) -> None:
    assert arrange(cores, models, schedule, others=others).threads == threads
    assert arrange(cores, models, schedule, 5, others=others).threads == 5


@pytest.mark.parametrize(
    ("threads", "schedule", "others", "found"),
    [
        (1, "automatic", 0.2, False),
        (1, "automatic", 1.0, True),
        (2, "automatic", 1.0, False),  # two threads each never share a core
        (1, "in-turn", 1.0, False),
    ],
)
def test_beside_other_programs_nobody_waits_for_a_core(
    threads: int, schedule: Schedule, others: float, found: bool
) -> None:
    assert may_crowd(Arrangement(threads, threads), schedule, others) == found
