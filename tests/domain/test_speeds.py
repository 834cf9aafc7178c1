from __future__ import annotations

import pytest

from playground.domain.speeds import Measured, Setting, Speed, best, hopeless, speed, thread_counts


def made(threads: int, batch: int, prompt: float, generation: float) -> Speed:
    return Speed(Setting(threads, batch), prompt, generation, 3)


def test_speeds_are_medians() -> None:
    rounds = [Measured(100, 1.0, 10, 1.0), Measured(100, 4.0, 10, 2.0), Measured(100, 2.0, 10, 5)]
    assert speed(Setting(2, 8), rounds) == Speed(Setting(2, 8), 50.0, 5.0, 3)


def test_what_is_far_slower_than_the_fastest_is_not_tried_again() -> None:
    first = {1: Measured(100, 1.0, 10, 1.0), 2: Measured(100, 0.5, 10, 0.5)}
    assert hopeless(first) == ()
    assert hopeless({**first, 4: Measured(100, 4.0, 10, 1.0)}) == ()
    assert hopeless({**first, 4: Measured(100, 4.0, 10, 1.1)}) == (4,)


def test_the_best_depends_on_what_is_asked() -> None:
    reader, writer = made(2, 64, 1000, 10), made(4, 64, 100, 20)
    assert best([reader, writer], 1000, 10) is reader
    assert best([reader, writer], 10, 100) is writer


def test_of_settings_that_are_alike_the_one_with_fewer_threads_wins() -> None:
    speeds = [made(4, 64, 100, 10.1), made(2, 64, 100, 10), made(1, 64, 100, 5)]
    assert best(speeds, 0, 100).setting == Setting(2, 64)


@pytest.mark.parametrize(
    ("cores", "tried"),
    [(1, (1,)), (2, (1, 2)), (3, (1, 2, 3)), (8, (1, 2, 4, 7, 8)), (12, (1, 2, 4, 8, 11, 12))],
)
def test_the_numbers_of_threads_that_are_tried(cores: int, tried: tuple[int, ...]) -> None:
    assert thread_counts(cores) == tried
