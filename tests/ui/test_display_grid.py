from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from playground.ui.cells import cells, code_point_widths
from playground.ui.display.grid import Grid, Piece
from playground.ui.display.pen import pen_of, transition
from tests.ui.recorder import Terminal


def row(text: str, *pens: str) -> Piece:
    """The first row with `text`, one character of `pens` naming the pen of each cell."""
    codes = {"-": "", "r": "31", "g": "32"}
    return Piece(0, 0, list(text), [codes[pen] for pen in "".join(pens)])


def test_runs_are_joined_over_a_short_gap_in_the_same_pen() -> None:
    grid = Grid(20, 1)
    grid.update([row("a...b.....c", "-" * 11)])
    assert grid.update([row("A...B.....C", "-" * 11)]) == "\x1b[1HA...B\x1b[5CC"
    assert grid.update([row("a...b.....C", "-rrr-------")]) == "\x1b[1Ha\x1b[31m...\x1b[mb"
    assert grid.update([row("A...B.....C", "-rrr-------")]) == "\x1b[1HA\x1b[3CB"


def test_cells_of_one_pen_go_together_where_that_is_shorter() -> None:
    grid = Grid(2, 3)
    red, green = "38;2;200;0;0", "38;2;0;200;0"
    rows = [Piece(y, 0, ["x", "|"], [red, green]) for y in range(3)]
    written = grid.update(rows)
    assert written.count(red) == written.count(green) == 1


def test_the_pen_stays_from_one_update_to_the_next() -> None:
    grid = Grid(20, 2)
    assert grid.update([row("abc", "rrr")]) == "\x1b[1H\x1b[m\x1b[31mabc"
    assert grid.update([row("abd", "rrr")]) == "\x1b[1;3Hd"
    assert grid.update([row("xbd", "grr")]) == "\x1b[1H\x1b[32mx"


def test_many_blanks_are_erased_where_they_look_like_spaces() -> None:
    grid, plain = Grid(40, 1), Grid(40, 1, erases=False)
    for one in (grid, plain):
        one.update([Piece(0, 0, ["x"] * 40, ["31"] * 40)])
    blank = Piece(0, 2, [*"ab", *" " * 20, "c", *" " * 9], ["31"] * 32)
    assert grid.update([blank]) == "\x1b[1;3Hab\x1b[20X\x1b[20Cc\x1b[9X"
    assert plain.update([blank]) == "\x1b[1;3Hab" + " " * 20 + "c" + " " * 9
    lined = Piece(0, 2, [*" " * 32], ["4"] * 32)
    assert "X" not in grid.update([lined])


def test_the_cursor_takes_the_shortest_way() -> None:
    grid = Grid(90, 30)
    grid.update([Piece(y, 0, ["."] * 90, [""] * 90) for y in range(30)])
    marks = [Piece(20, 60, ["a"], [""]), Piece(20, 75, ["b"], [""]), Piece(21, 75, ["c"], [""])]
    assert grid.update(marks) == "\x1b[21;61Ha\x1b[14Cb\x1bD\bc"
    assert grid.update([Piece(y, 0, ["d"], [""]) for y in (3, 4)]) == "\x1b[4Hd\r\nd"
    indented = [Piece(y, 2, list("a longer text"), [""] * 13) for y in (15, 16)]
    assert grid.update(indented) == "\x1b[16;3Ha longer text\r\n\x1b[2Ca longer text"
    # After what terminals measure differently only places that are certain are used.
    wide = [Piece(7, 0, cells("世"), [""] * 2), Piece(8, 2, ["e"], [""])]
    assert grid.update(wide) == "\x1b[8H世\x1b[9;3He"


def test_half_a_wide_character_becomes_a_space() -> None:
    grid = Grid(6, 1)
    grid.update([Piece(0, 0, cells("世世世"), [""] * 6)])
    assert grid.update([Piece(0, 1, ["a", "b"], [""] * 2)]) == "\x1b[1H ab "
    assert grid.row(0).text == [" ", "a", "b", " ", "世", ""]
    assert grid.update([Piece(0, 5, cells("界"), [""] * 2)]) == "\x1b[1;5H  "


cell_text = st.lists(st.sampled_from([*"ab ", "世", "😀", "e\u0301"]), max_size=9).map("".join)
pens = st.sampled_from(["", "1;31", "38;2;1;2;3;48;2;4;5;6", "1;38;2;1;2;3;48;2;4;5;6", "7;42"])


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 11), cell_text, pens), max_size=4)
    )
)
@settings(max_examples=60, deadline=None)
def test_updates_leave_the_terminal_as_a_full_paint_would(
    frames: list[list[tuple[int, int, str, str]]],
) -> None:
    grid, terminal = Grid(12, 3), Terminal(12, 3)
    blank = [Piece(y, 0, [" "] * 12, [""] * 12) for y in range(3)]
    terminal.feed(grid.update(blank))
    for frame in frames:
        pieces = [Piece(y, x, cells(text), [pen] * len(cells(text))) for y, x, text, pen in frame]
        terminal.feed(grid.update(pieces))
        painted = Terminal(12, 3)
        rows = [grid.row(y) for y in range(3)]
        painted.feed(Grid(12, 3).update(rows))
        assert terminal.cells() == painted.cells()
        assert grid.update(rows) == ""


@given(st.lists(pens, min_size=1))
def test_a_chain_of_transitions_ends_in_the_last_pen(chain: list[str]) -> None:
    walked, direct = Terminal(4, 1), Terminal(4, 1)
    for old, new in itertools.pairwise(["", *chain]):
        walked.feed(transition(old, new))
    direct.feed(f"\x1b[{chain[-1]}m")
    assert walked.screen.cursor.attrs == direct.screen.cursor.attrs


def test_a_transition_sends_only_what_changes() -> None:
    assert transition("1;38;2;1;2;3;48;5;9", "1;38;2;1;2;3;48;5;10") == "\x1b[48;5;10m"
    assert transition("31", "1;31") == "\x1b[1m"
    assert transition("1;31", "31") == "\x1b[0;31m"
    assert transition("31", "") == "\x1b[m"
    assert transition("31", "31") == ""


def test_a_link_is_opened_and_closed_and_one_with_an_escape_is_left_out() -> None:
    pen = pen_of(Style(link="https://example.org"), ColorSystem.TRUECOLOR)
    assert pen == pen_of(Style(link="https://example.org"), ColorSystem.TRUECOLOR)
    assert transition("", pen).endswith(";https://example.org\x1b\\")
    assert transition(pen, "") == "\x1b]8;;\x1b\\"
    assert pen_of(Style(link="x\x1b\\\x1b[2J"), ColorSystem.TRUECOLOR) == ""


def test_metadata_does_not_make_another_pen() -> None:
    style = Style.parse("bold red")
    marked = style + Style.from_meta({"offset": (1, 2)})
    assert pen_of(marked, ColorSystem.TRUECOLOR) == pen_of(style, ColorSystem.TRUECOLOR)


def test_text_becomes_cells() -> None:
    assert cells("a世b") == ["a", "世", "", "b"]
    assert cells("e\u0301x") == ["e\u0301", "x"]
    assert cells("👩\u200d💻!") == ["👩\u200d💻", "", "!"]
    assert cells("☺\ufe0f!") == ["☺\ufe0f", "", "!"]
    assert cells("a\x1b[2J\x9b\ud800") == ["a", "[", "2", "J", "\ufffd"]


@given(st.text(st.sampled_from("ab 世\u0301☺😀👩\u200d\ufe0f한🇬🇧")))
def test_cells_are_as_many_as_the_compositor_counts(text: str) -> None:
    assert sum(code_point_widths(text)) == cell_len(text)


def test_after_a_cluster_the_cursor_is_placed_anew() -> None:
    grid = Grid(10, 1)
    grid.update([row("-" * 10, "-" * 10)])
    assert grid.update([Piece(0, 0, cells("👩\u200d💻ab"), [""] * 4)]) == (
        "\x1b[1H👩\u200d💻\x1b[1;3Hab"
    )
