from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from playground.domain.runs import LaneResult, plan
from playground.engines.protocol import StopReason, Usage
from playground.services.catalog import load_templates
from playground.ui.attempts import Attempt
from playground.ui.notices import announce
from playground.ui.status import Heading, status_line
from tests.domain.entries import entry


def attempt(reason: StopReason = "eos", error: str | None = None) -> Attempt:
    lane = plan([entry()], load_templates(), prompt="x", chosen={"seed": 42}).lanes[0]
    one = Attempt(lane)
    usage = Usage(1234, 101, 0, 0.1, 0.25, 2.0)
    one.end(LaneResult("text", reason, usage, error=error, memory_bytes=56_000_000))
    return one


def test_a_wide_line_says_everything_in_words() -> None:
    assert status_line(attempt(), 200) == (
        "✓ done  101 tokens  50 tokens/s  first after 0.25 s  ended by itself  prompt 1,234  "
        "seed 42  memory 56 MB"
    )


def test_a_narrower_line_is_short_and_then_leaves_whole_figures_out() -> None:
    one = attempt("length")
    assert status_line(one, 60) == "✓ 101 tok 50/s 0.25s full prompt 1234 seed 42 56MB"
    assert status_line(one, 38) == "✓ 101 tok 50/s 0.25s full seed 42"
    assert status_line(one, 22) == "✓ 101 tok 50/s full"
    assert status_line(one, 12) == "✓ 101 tok"
    assert status_line(one, 5) == "✓"


@given(st.integers(12, 150), st.sampled_from(["eos", "cancelled", "length"]), st.text(max_size=50))
def test_a_line_never_is_longer_than_its_place(width: int, reason: StopReason, note: str) -> None:
    one = attempt(reason)
    one.rating, one.note = 2, note
    assert cell_len(status_line(one, width, found="match 1 of 2")) <= max(width, 12)


def test_judgements_come_first() -> None:
    one = attempt()
    one.rating, one.note = 4, "good \x1b rhythm"
    assert status_line(one, 200).startswith("✓ done  ★★★★☆  101")
    assert status_line(one, 200).endswith("note: good ␛ rhythm")
    assert status_line(one, 200, plain=True).startswith("✓ done  4/5")
    assert status_line(one, 14) == "✓ 4/5 101 tok"


def test_without_names_no_figure_tells_models_apart() -> None:
    assert status_line(attempt(), 200, hidden=True) == "✓ done"


def test_states() -> None:
    one = attempt()
    one.result = None
    one.change("queued")
    assert status_line(one, 80) == "waits its turn"
    one.wait = "12 s"
    assert status_line(one, 80) == "waits its turn, about 12 s"
    assert status_line(one, 20) == "waits 12 s"
    one.change("loading", "starting the engine")
    assert status_line(one, 80) == "starting the engine"
    one.change("reading")
    one.progress(3, 9)
    assert status_line(one, 80) == "reading the prompt, 3 of 9 tokens"
    one.change("streaming")
    assert status_line(one, 80, following=False) == "▸ writing  not following (f)"
    assert status_line(attempt("cancelled"), 12) == "■ stopped"
    assert status_line(attempt("error", "broken"), 12).startswith("✗ failed")


def test_titles_keep_number_and_version_longest() -> None:
    heading = Heading(3, "", False, "a-model", "B", 2, 1, 3, "Apache-2.0", "P")
    assert heading.line(60) == "3 a-model B #2 v1/3 Apache-2.0"
    assert heading.line(24) == "3 a-model B #2 v1/3 P"
    assert heading.line(20) == "3 a-model B #2 v1/3"
    assert heading.line(16) == "3 a-mod… #2 v1/3"


def test_a_hidden_title_is_a_letter() -> None:
    heading = Heading(3, "C", True, "a-model", "B", 2, 1, 1, "Apache-2.0", "P")
    assert heading.line(60) == "3 C"


class Listening:
    """As much of an application as a notice needs."""

    is_headless = False

    def __init__(self) -> None:
        self.written: list[str] = []
        self._driver = self
        self.write = self.written.append

    def bell(self) -> None:
        self.written.append("bell")


@pytest.mark.parametrize(
    ("kind", "written"),
    [("bell", ["bell"]), ("osc9", ["\x1b]9;over ␇\x07"]), ("none", [])],
)
def test_notices(kind: str, written: list[str]) -> None:
    app = Listening()
    announce(app, kind, "over \x07")  # type: ignore[arg-type]
    assert app.written == written


def test_what_takes_long_says_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    lane = plan([entry()], load_templates(), prompt="x").lanes[0]
    one = Attempt(lane)
    clock[0] += 9
    assert status_line(one, 80) == "waits its turn"
    one.change("loading")
    clock[0] += 0.9
    assert status_line(one, 80) == "loading"
    clock[0] += 3
    assert status_line(one, 80) == "loading  for 3 s"
    one.change("reading")
    assert status_line(one, 80) == "reading the prompt"
    one.progress(64, 900)
    clock[0] += 2
    assert status_line(one, 80) == "reading the prompt, 64 of 900 tokens  for 2 s"
    assert status_line(one, 16) == "reading 64 2 s"
    one.change("streaming")
    one.collect("a")
    clock[0] += 5.5
    assert status_line(one, 80).startswith("▸ writing  5 s since the last token  1 token")
    one.collect("b")
    assert "since" not in status_line(one, 80)
