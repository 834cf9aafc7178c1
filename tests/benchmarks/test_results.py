"""The file of results: what goes in comes out, and what is foreign is refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import results
from tests.benchmarks.made import KEPT, MISSED, UNJUDGED, measurement


def test_what_goes_in_comes_out_in_the_order_of_the_benchmarks(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    first = {"tui": measurement(KEPT, quick=True), "cli": measurement(MISSED, UNJUDGED, error="no")}
    results.write(path, first)
    again = results.read(path)
    assert again == first
    assert list(again) == ["cli", "tui"]


def test_no_file_holds_nothing(tmp_path: Path) -> None:
    assert results.read(tmp_path / "results.json") == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda _: "{", "JSONDecodeError"),
        (lambda _: "[]", "TypeError"),
        (lambda text: text.replace('"schema": 1', '"schema": 2'), "schema 2, not 1"),
        (lambda text: text.replace('"cli"', '"nothing"'), "'nothing', which is no benchmark"),
        (lambda text: text.replace('"quick"', '"quiet"'), "quiet"),
        (lambda text: text.replace('"budget": 50.0', '"budget": null').replace("20 ms", ""), ""),
    ],
)
def test_another_file_is_refused_by_its_name(tmp_path: Path, change: object, told: str) -> None:
    path = tmp_path / "results.json"
    results.write(path, {"cli": measurement(MISSED)})
    path.write_text(change(path.read_text()))  # type: ignore[operator]
    if not told:  # a note is enough where there is no budget
        assert results.read(path)["cli"].figures[0].kept is None
        return
    with pytest.raises(ValueError, match=told) as raised:
        results.read(path)
    assert str(path) in str(raised.value)


def test_numbers_are_as_short_as_they_are_exact(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results.write(path, {"cli": measurement(KEPT)})
    (figure,) = json.loads(path.read_text())["benchmarks"]["cli"]["figures"]
    assert (figure["ours"], figure["ratio"]) == (95.04, 1.0556)
