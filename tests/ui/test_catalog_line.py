from __future__ import annotations

import pytest
from rich.cells import cell_len

from playground.ui.catalog_line import catalog_line, shortened
from tests.domain.entries import entry


@pytest.mark.parametrize("room", range(4, 40))
def test_a_shortened_name_fits_and_keeps_its_end(room: int) -> None:
    name = "mistral-7b-instruct-v0.2:q4_k_m"
    short = shortened(name, room)
    assert cell_len(short) <= room
    assert short[-2:] == name[-2:]
    assert short == name or "…" in short


def test_names_that_differ_late_can_still_be_told_apart_in_a_narrow_column() -> None:
    names = [f"mistral-7b-instruct-v0.{version}:{tag}" for version in "12" for tag in ("q4", "q8")]
    lines = [catalog_line(entry(name), 0, "+", "P", 26) for name in names]
    assert len(set(lines)) == len(names)


def test_control_characters_and_wide_letters_in_a_name_do_no_harm() -> None:
    for name in ("bad\x1b[31m.gguf", "模型模型模型模型模型模型模型模型.gguf"):
        line = catalog_line(entry(name), 0, "+", "P", 26)
        assert "\x1b" not in line
        assert cell_len(line) <= 26
