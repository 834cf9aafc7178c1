"""The parts of the main screen share one name space: none may take another's private name."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from textual.screen import Screen

from playground.ui.screens.main import PlaygroundScreen


class Bare(Screen[None]):
    """Has the private names that Textual puts on every class."""


def test_no_part_of_the_main_screen_takes_a_private_name_of_another() -> None:
    owners: dict[str, list[type]] = defaultdict(list)
    for part in PlaygroundScreen.__mro__:
        if part.__module__.startswith("playground.ui."):
            for name in vars(part).keys() - vars(Bare).keys():
                if name.startswith("_") and not name.endswith("__"):
                    owners[name].append(part)
    strangers = {
        name: (one.__qualname__, other.__qualname__)
        for name, parts in owners.items()
        for one, other in combinations(parts, 2)
        if not issubclass(one, other)  # which overrides it on purpose
        or one is PlaygroundScreen
    }
    assert not strangers
