"""One sitting with the program: round after round of the script, each looked at in the end."""

from __future__ import annotations

import random
import re
from collections import Counter
from contextlib import ExitStack
from typing import NamedTuple

from tests.soak.program.answers import Seen
from tests.soak.program.faults import FAULTS
from tests.soak.program.held import Held, held_by
from tests.soak.program.house import ALL, House
from tests.soak.program.player import SIZE, Player
from tests.soak.program.script import Round, Visit

_RUN_PATIENCE = 120.0
_SAVED_PATIENCE = 30.0
_CONVERSING = re.compile("Turn [0-9]+ of the conversation|put otherwise")


class Step(NamedTuple):
    """Where in the script something happened."""

    round: int
    what: str

    def __str__(self) -> str:
        return f"round {self.round}, {self.what}"


class Sitting:
    """Plays rounds, and knows what was seen and done."""

    def __init__(self, player: Player, house: House) -> None:
        self.player = player
        self.house = house
        self.seen = Seen()
        self.faults: Counter[str] = Counter()
        self.runs = 0
        self.looks: list[Held] = []
        self.step = Step(0, "start")

    def warm_up(self) -> None:
        """Once, before anything is measured: the largest screen, and the library of the hub.

        Both stay in memory for good, and the hub's two descriptors stay open.
        """
        player = self.player
        for size in ((300, 100), SIZE):
            player.resize(*size)
            player.wait_for(lambda size=size: len(player.lines()[0]) > size[0] - 20)  # type: ignore[misc]
        player.press("f2", "h", "text:demo", "enter")
        player.wait_for("Demo-Llama-GGUF")
        player.back_to_main()

    def play(self, one: Round) -> None:
        """Play one round; raises `AssertionError` where the program does not do as it should."""
        player = self.player
        with ExitStack() as undoing:
            self._at(one, "before")
            if one.asks:
                self._ask(one)
            for at, visit in enumerate(one.visits):
                if at == one.begins:
                    self._begin_fault(one, undoing)
                self._visit(one, visit)
            if one.begins >= len(one.visits):
                self._begin_fault(one, undoing)
            self._at(one, "undoing the fault")
            player.back_to_main()
        self._at(one, "ending the run")
        self._end_run(one)
        self._at(one, "looking")
        self._look(one)

    def _at(self, one: Round, what: str) -> None:
        self.player.complain()
        self.step = Step(one.number, what)
        self.player.typed.append(f"\n# {self.step}\n")

    def _begin_fault(self, one: Round, undoing: ExitStack) -> None:
        if one.fault:
            self._at(one, f"fault: {one.fault}")
            undoing.enter_context(
                FAULTS[one.fault](self.player, self.house, random.Random(one.seed))
            )
            self.faults[one.fault] += 1

    def _ask(self, one: Round) -> None:
        """Type the prompt and begin a run, the answer of one server held back."""
        player = self.player
        if one.turn and player.pane(1).over:
            player.press("f4", "c")
            player.soon(lambda: _CONVERSING.search(player.text()))
        player.clear_prompt()
        player.paste(one.prompt)
        mark = f"({one.number})"
        player.wait_for(lambda: mark in player.prompt())
        self.house.steady.open.clear()
        before = player.text()
        player.press("f5")
        player.wait_for(lambda: player.text() != before)
        self.runs += player.soon(lambda: player.running)

    def _visit(self, one: Round, visit: Visit) -> None:
        """Go to a place and press the keys there; then it must be left again by Esc."""
        player, place = self.player, visit.place
        self._at(one, f"visit: {place.name}")
        player.back_to_main()
        before = player.text()
        player.press(*place.opened.split(" "))
        player.soon(
            lambda: player.look() == place.screen if place.screen else player.text() != before, 2.0
        )
        for keys in visit.keys:
            player.try_keys(*keys.split(" "))
        player.back_to_main()
        player.done[f"visit to {place.name}"] += 1

    def _end_run(self, one: Round) -> None:
        player = self.player
        if not one.stops:
            self.house.steady.open.set()
            player.soon(lambda: not player.running, _RUN_PATIENCE)
        while player.running:
            player.press("escape")
            player.wait_for(lambda: not player.running, _RUN_PATIENCE)
        self.house.steady.open.set()

    def _look(self, one: Round) -> None:
        """Quiet: what waited is saved, a key is answered, what is done is taken down."""
        player = self.player
        player.wait_for(lambda: "! not saved" not in player.lines()[-1], _SAVED_PATIENCE)
        for _ in range(2):  # ends a filter or a search, and takes the notices away
            player.press("escape")
        player.answers_a_key(one.number)
        panes = player.outputs()
        self.seen.look(panes, str(self.step), ALL)
        done = [at for at, pane in enumerate(panes, 1) if pane.status.startswith("✓")]
        if done:
            at = random.Random(one.seed).choice(done)
            player.press("f4", str(at))
            pane = player.pane(at)
            player.wait_for(lambda: f"━{pane.title[:8]}" in player.text())
            text = player.copy()
            if text is not None:
                self.seen.copy(player.pane(at), text, str(self.step), ALL)
                player.done["answers copied"] += 1
        if _CONVERSING.search(player.text()):
            player.press("f4", "c")
        self.looks.append(held_by(player.process.pid))
