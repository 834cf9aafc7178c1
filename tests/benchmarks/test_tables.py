"""How figures are shown, on the terminal and in the README."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.benchmarks import readme, terminal, words
from tests.benchmarks.made import KEPT, MISSED, UNJUDGED, measurement
from tests.benchmarks.results import KEPT as RESULTS
from tests.benchmarks.results import read

TABLE = [
    ["what", "llmplay", "beside it", "ratio (budget)"],
    ["reading a prompt, tokens/s", "95.0", "90, a script", "1.06 (at least 0.97)"],
    ["a key, ms", "61.2", "", "(at most 50 ms, missed; median 20 ms)"],
    ["memory, MB", "5,514", "48, a|b", "114.88 (no budget: models take more)"],
    ["cli", "failed: it is | broken", "", ""],
]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (5514.4, "5,514"),
        (255.74, "256"),
        (65.14, "65.1"),
        (64, "64"),
        (5.318, "5.32"),
        (0.145, "0.14"),
        (0.00114, "0.0011"),
    ],
)
def test_numbers_have_the_digits_that_count(value: float, text: str) -> None:
    assert words.shown(value) == text


def cells(markdown: str) -> list[list[str]]:
    """The rows of all tables, as a reader of Markdown sees them."""
    rows: list[list[str]] = []
    for token in MarkdownIt().enable("table").parse(markdown):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows and token.level > 3:
            rows[-1].append("".join(child.content for child in token.children or []))
    return rows


def test_the_readme_shows_every_row_with_its_budget() -> None:
    one = measurement(KEPT, MISSED, UNJUDGED, error="it is\n| broken")
    text = readme.render({"cli": one})
    assert cells(text) == TABLE
    assert "### Starting" in text
    assert "### The screen" not in text
    said = " ".join(text.split())
    assert "All of it was measured on 2026-01-02 on 2 cores (Abacus 3000, Linux x86_64" in said
    assert "1 of 2 budgets are kept, the others are marked as **missed**; these did not" in said
    assert "through: cli." in said


def test_the_readme_tells_apart_where_and_how_it_was_measured() -> None:
    two = {"cli": measurement(KEPT), "tui": measurement(KEPT, quick=True)}
    text = " ".join(readme.render(two).split())
    first, _, second = text.partition("`tui` was measured")
    assert "`cli` was measured on 2026-01-02 on 2 cores" in first
    assert "in quick rounds" in second
    assert "in quick rounds" not in first


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    before, after = f"# Mine\n\n{readme.BEGIN}\n", f"\n{readme.END}\n\nThe end.\n"
    path.write_text(f"{before}old{after}")
    readme.renew(path, {"cli": measurement(KEPT)})
    text = path.read_text()
    assert text == before + readme.render({"cli": measurement(KEPT)}) + after
    readme.renew(path, {"cli": measurement(KEPT)})
    assert path.read_text() == text


def test_a_readme_without_marks_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("# Mine\n")
    with pytest.raises(ValueError, match="measured: begin"):
        readme.renew(path, {"cli": measurement(KEPT)})
    assert path.read_text() == "# Mine\n"


def test_the_terminal_says_kept_and_missed() -> None:
    heading, title, *rows = terminal.table(
        {"cli": measurement(KEPT, MISSED, UNJUDGED, error="it broke", quick=True)}
    )
    assert "budget" in heading
    assert title == "== cli, 2026-01-02, quick rounds, 2 s"
    wanted = ["reading a prompt 95.0 90 tokens/s 1.06 at least 0.97 kept beside: a script"]
    wanted += ["a key 61.2 - ms at most 50 ms MISSED"]
    wanted += ["memory 5,514 48 MB 114.88 no budget: models take more beside: a|b"]
    assert [" ".join(row.split()) for row in rows] == [*wanted, "cli FAILED: it broke"]


def test_the_readme_shows_the_kept_results_and_nothing_else() -> None:
    """No figure is written by hand: `python -m tests.benchmarks --table --readme` writes them."""
    text, kept = readme.README.read_text(encoding="utf-8"), read(RESULTS)
    assert readme.between_marks(text) == readme.render(kept)


def test_every_kept_row_has_a_budget_or_says_why_not() -> None:
    figures = [figure for one in read(RESULTS).values() for figure in one.figures]
    assert figures
    assert all(figure.kept is not None or figure.note for figure in figures)
