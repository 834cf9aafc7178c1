from __future__ import annotations

import pytest

from playground.domain.downloads import Progress, RateMeter, State, together


def progress(
    state: State = "active", done: int = 0, total: int = 100, rate: float | None = None
) -> Progress:
    return Progress("a/b:c", "c", state, done, total, rate)


def test_the_rate_is_that_of_the_last_seconds() -> None:
    meter = RateMeter()
    assert meter.rate(0.0) is None
    for second in range(21):
        meter.add(float(second), 100 * second if second < 10 else 900 + 300 * (second - 9))
    assert meter.rate(20.0) == pytest.approx(300.0)


def test_a_rate_falls_while_nothing_comes() -> None:
    meter = RateMeter()
    meter.add(0.0, 0)
    assert meter.rate(0.5) is None
    meter.add(2.0, 200)
    assert meter.rate(2.0) == 100.0
    assert meter.rate(4.0) == 50.0


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (progress(done=0, total=4_080_000_000), "0 B of 4.08 GB"),
        (progress(done=10**6, total=2 * 10**6, rate=5e5), "1 MB of 2 MB, 500 kB/s, 2 s left"),
        (progress("paused", done=10**6, total=2 * 10**6, rate=5e5), "1 MB of 2 MB"),
        (progress("done", done=2 * 10**6, total=2 * 10**6), "2 MB"),
    ],
)
def test_figures_in_words(one: Progress, told: str) -> None:
    assert one.figures() == told


def test_a_hundred_percent_is_all_of_it() -> None:
    assert progress(done=9999, total=10_000).percent == 99
    assert progress(done=10_000, total=10_000).percent == 100
    assert progress(done=0, total=0).percent == 100


def test_several_are_told_as_one() -> None:
    one, other = progress(done=10, rate=1.0), progress(done=20, rate=3.0)
    ended = progress("done", done=100, rate=50.0)
    all_ = together([one, other, ended])
    assert (all_.name, all_.done, all_.total, all_.rate) == ("2 of 3 models", 130, 300, 4.0)
    assert together([one]) is one
