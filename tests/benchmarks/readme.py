"""The tables of the README, which are made of the kept results and of nothing else."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from playground.services.files import write_pieces
from tests.benchmarks import words
from tests.benchmarks.figures import Figure
from tests.benchmarks.registry import GROUPS, NAMES, told
from tests.benchmarks.results import Measurement, Results

README = Path(__file__).parents[2] / "README.md"
BEGIN = "<!-- measured: begin (python -m tests.benchmarks --table --readme) -->"
END = "<!-- measured: end -->"
_HEADING = "| what | llmplay | beside it | ratio (budget) |\n|---|---|---|---|"


def render(results: Results) -> str:
    """Where and when it was measured, and a table for each group."""
    parts = [_filled(" ".join((*_places(results), _verdict(results))))]
    for group in GROUPS:
        measured = {name: results[name] for name in group.benchmarks if name in results}
        if not measured:
            continue
        parts.append(f"### {group.title}")
        if group.about:
            parts.append(_filled(group.about))
        rows = (row for name, one in measured.items() for row in _rows(name, one))
        parts.append("\n".join((_HEADING, *rows)))
    return "\n\n".join(parts)


def between_marks(text: str) -> str:
    """What stands between the marks of a README; raises `ValueError` where they are missing."""
    return _split(text)[1]


def renew(path: Path, results: Results) -> None:
    """Replace what stands between the marks, and leave every other line as it is."""
    before, _, after = _split(path.read_text(encoding="utf-8"))
    text = f"{before}{BEGIN}\n{render(results)}\n{END}{after}"
    write_pieces(path, (text.encode(),), mode=0o644)


def _filled(text: str) -> str:
    return textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False)


def _split(text: str) -> tuple[str, str, str]:
    before, begin, rest = text.partition(f"{BEGIN}\n")
    inside, end, after = rest.partition(f"\n{END}")
    if not begin or not end:
        raise ValueError(f"The README needs the lines {BEGIN!r} and {END!r} around its figures.")
    return before, inside, after


def _places(results: Results) -> Iterator[str]:
    """A sentence for each machine, day and kind of rounds."""
    places: dict[str, list[str]] = {}
    for name in NAMES:
        if name in results:
            places.setdefault(_place(results[name]), []).append(name)
    for place, names in places.items():
        what = "All of it" if len(places) == 1 else f"`{'`, `'.join(names)}`"
        yield f"{what} was measured {place}."


def _place(one: Measurement) -> str:
    machine = one.machine
    cores = f"{machine.cores} core{'s' if machine.cores > 1 else ''}"
    where = f"{machine.processor}, {machine.system}, Python {machine.python}"
    quick = ", **in quick rounds, which tell little**" if one.quick else ""
    return f"on {one.date[:10]} on {cores} ({where}){quick}"


def _verdict(results: Results) -> str:
    """How many budgets are kept, and what is not."""
    figures = [figure for one in results.values() for figure in one.figures]
    judged = [figure for figure in figures if figure.kept is not None]
    kept = sum(1 for figure in judged if figure.kept)
    failed = [name for name in NAMES if name in results and results[name].error]
    sentence = f"{kept} of {len(judged)} budgets are kept"
    if kept < len(judged):
        sentence += ", the others are marked as **missed**"
    return sentence + (f"; these did not come through: {told(failed)}." if failed else ".")


def _rows(name: str, one: Measurement) -> Iterator[str]:
    for figure in one.figures:
        yield _row(figure)
    if one.error:
        yield f"| `{name}` | **failed**: {_cell(one.error)} | | |"


def _row(figure: Figure) -> str:
    unit = f", {figure.unit}" if figure.unit else ""
    beside = "" if figure.beside is None else f"{words.shown(figure.beside)}, {figure.against}"
    asked = words.budget(figure) or "no budget"
    if figure.kept is False:
        asked += ", **missed**"
    if figure.note:
        asked += f": {figure.note}" if figure.budget is None else f"; {figure.note}"
    judged = f"{words.ratio(figure)} ({asked})".strip()
    cells = (figure.name + unit, words.shown(figure.ours), beside, judged)
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
