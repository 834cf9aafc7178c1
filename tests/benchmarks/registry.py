"""Which benchmarks there are, in the order and the groups in which they are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Group(NamedTuple):
    """Benchmarks that share a table."""

    title: str
    benchmarks: tuple[str, ...]
    """Modules of this package with a `measure(quick)` that yields figures."""
    about: str = ""
    """What a reader must know besides."""


GROUPS: tuple[Group, ...] = (
    Group(
        "The speed of a model",
        ("throughput", "defaults", "engines"),
        "The bare engine loops are scripts that call the library with the same settings and do "
        "nothing else. The ctransformers defaults are what a script gets that names only the "
        "file: `AutoModelForCausalLM.from_pretrained(path, model_type=…)`, as it is.",
    ),
    Group(
        "Several models, conversations, evaluations",
        ("lanes", "conversations", "evaluation"),
        "Models together are arranged by llmplay itself. Beside them stand the same models one "
        "after the other, and whichever schedule and number of threads was the best by hand.",
    ),
    Group("Starting", ("startup", "cli")),
    Group("Files and lists", ("sessions", "exports", "pulling", "scanning", "filtering")),
    Group(
        "The screen, over SSH",
        ("tui",),
        "At 120x40 in true colour, while engines say five-character tokens at 50 a second each, "
        "next to a bare Textual application with a list, an editor and as many outputs.",
    ),
)
NAMES = tuple(name for group in GROUPS for name in group.benchmarks)


def select(named: str) -> tuple[str, ...]:
    """The benchmarks of a list with commas, in their own order; raises `ValueError`."""
    wanted = {one.strip() for one in named.split(",")} - {""}
    if unknown := sorted(wanted - set(NAMES)):
        raise ValueError(f"There is no benchmark {unknown[0]!r}; there are {told(NAMES)}.")
    if not wanted:
        raise ValueError(f"No benchmark is named; there are {told(NAMES)}.")
    return tuple(name for name in NAMES if name in wanted)


def told(names: Iterable[str]) -> str:
    """Names as a list for people."""
    return ", ".join(names)
