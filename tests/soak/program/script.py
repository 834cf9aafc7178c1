"""What is done, drawn from a seed alone: the same seed presses the same keys in the same order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.soak.program.faults import FAULTS
from tests.soak.program.places import PLACES, Place

_PROMPTS = (
    "Once upon a time",
    "The meaning of life is",
    "What is llmplay?",
    "Q: What is 2 + 3?\nA:",
    "Say it in one word: ",
    "def add(a, b):",
    "Ünïcode 你好 😀 {braces} [b]bold[/b]",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """Keys pressed in one place."""

    place: Place
    keys: tuple[str, ...]
    """Each may be several, with spaces between."""


@dataclass(frozen=True, slots=True)
class Round:
    """A run, with visits while it goes on and a fault among them."""

    number: int
    prompt: str
    asks: bool
    """Whether a run is begun; else only what needs a quiet program is visited."""
    visits: tuple[Visit, ...]
    fault: str
    """Its name; empty for none."""
    begins: int
    """Before which visit the fault begins; it ends with the round, or sooner by itself."""
    stops: bool
    """Whether the run is stopped by Esc rather than waited for."""
    turn: bool
    """Whether the run goes on with the conversation that is shown."""
    seed: int
    """For what the fault has to choose."""


def rounds(seed: int) -> Iterator[Round]:
    """Endless; every place and every fault comes again and again, in an order of its own."""
    drawn = random.Random(seed)
    places: list[Place] = []
    faults: list[str] = []
    number = 0
    while True:
        number += 1
        if not faults:
            faults = drawn.sample([*FAULTS, "", "", ""], len(FAULTS) + 3)
        asks = number % 4 != 0
        visits: list[Visit] = []
        for _ in range(drawn.randint(2, 4)):
            if not places:
                places = drawn.sample(PLACES, len(PLACES))
            at = next((at for at, one in enumerate(places) if one.busy or not asks), None)
            if at is not None:
                visits.append(_visit(places.pop(at), drawn))
        yield Round(
            number=number,
            prompt=f"{drawn.choice(_PROMPTS)} ({number})",
            asks=asks,
            visits=tuple(visits),
            fault=faults.pop(),
            begins=drawn.randint(0, len(visits)),
            stops=drawn.random() < 0.3,
            turn=drawn.random() < 0.15,
            seed=drawn.getrandbits(32),
        )


def _visit(place: Place, drawn: random.Random) -> Visit:
    return Visit(place, tuple(drawn.choices(place.keys, k=drawn.randint(4, 12))))
