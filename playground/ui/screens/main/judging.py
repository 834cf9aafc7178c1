"""The main screen's routes of judgement: ratings, notes, votes, and comparing without names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from textual import on
from textual.content import Content

from playground.domain.judgements import (
    FEWEST_VOTES,
    Judgement,
    Vote,
    Winner,
    pairs,
    rated,
    standing_votes,
    standings,
)
from playground.domain.sampling import random_seed
from playground.domain.sizes import counted
from playground.errors import PlaygroundError
from playground.ui.attempts import Attempt
from playground.ui.panes.output import OutputPane
from playground.ui.screens.ask import AskKey, AskText, choice_key
from playground.ui.screens.main.base import MainBase
from playground.ui.screens.page import PageScreen


class JudgingRoutes(MainBase):
    """Every judgement is in the session file as soon as it is made."""

    _blind = False
    """Whether comparisons that begin hide the names."""
    _seed: int | None = None
    """Of the shuffle of what is shown."""

    # Ratings and notes

    def action_rate(self, step: int) -> None:
        """Rate the version that is shown one step higher or lower."""
        pane = self._judged_pane()
        if pane is not None:
            attempt = pane.shown
            attempt.rating = rated(attempt.rating, step)
            self._judged(pane, attempt)

    def action_note(self) -> None:
        """Ask for a note on the version that is shown."""
        pane = self._judged_pane()
        if pane is None:
            return
        attempt = pane.shown

        def note(text: str | None) -> None:
            if text is not None and text.strip() != attempt.note:
                attempt.note = text.strip()
                self._judged(pane, attempt)

        self.app.push_screen(AskText(f"Note on {pane.name_shown}", attempt.note), note)

    def _judged_pane(self) -> OutputPane | None:
        """The output in focus, if what it shows can be judged."""
        pane = self.outputs.pane_in_focus
        if pane is not None and not pane.shown.over:
            self.say("Judge it when it has ended.")
            return None
        return pane

    def _judged(self, pane: OutputPane, attempt: Attempt) -> None:
        pane.draw()
        judgement = Judgement(attempt.side, attempt.rating, attempt.note, datetime.now(UTC))
        self._record(self.desk.store.judge, judgement)
        self._reveal_when_done()

    # Votes

    def action_vote(self) -> None:
        """Ask which of two outputs is better: of more than two, the one in focus and another."""
        pane = self._judged_pane()
        if pane is None:
            return
        others = [one for one in self.outputs.panes if one is not pane and one.shown.over]
        if not others:
            self.say("A vote needs two outputs that have ended.")
        elif len(others) == 1:
            self._ask_winner(*sorted((pane, others[0]), key=lambda one: one.number))
        else:
            rivals = {_key(one): one for one in others}
            choices = {key: f"against {one.name_shown}" for key, one in rivals.items()}

            def choose(key: str | None) -> None:
                if key is not None:
                    self._ask_winner(*sorted((pane, rivals[key]), key=lambda one: one.number))

            self.app.push_screen(AskKey(f"Vote on {pane.name_shown}", choices), choose)

    def _ask_winner(self, first: OutputPane, second: OutputPane) -> None:
        keys: dict[str, Winner] = {_key(first): "first", _key(second): "second", "=": "tie"}
        choices = {
            _key(first): _told(first),
            _key(second): _told(second),
            "=": "neither, a tie",
        }

        def vote(key: str | None) -> None:
            if key is not None:
                self._voted(first, second, keys[key])

        self.app.push_screen(AskKey("Which one is better?", choices), vote)

    def _voted(self, first: OutputPane, second: OutputPane, winner: Winner) -> None:
        vote = Vote(
            first.shown.side,
            second.shown.side,
            winner,
            first.hidden,
            self._seed,
            datetime.now(UTC),
        )
        first.shown.voted = second.shown.voted = True
        self._record(self.desk.store.vote, vote)
        better = {"first": first, "second": second}.get(winner)
        tally = self.desk.keys["output.tally"]
        told = f"Voted for {better.name_shown}" if better else "Voted a tie"
        self.say(f"{told}. {tally} shows how votes stand.")
        self._reveal_when_done()

    def action_tally(self) -> None:
        """Show how the votes of the session stand."""
        if any(pane.hidden for pane in self.outputs.panes):
            self.say("The names are hidden: reveal them before you look at the tally.")
            return
        self.app.push_screen(PageScreen("Votes of this session", tally_text(self.desk.store.votes)))

    # Without names

    def action_blind(self) -> None:
        """Compare without names from now on, or with them again."""
        self._blind = not self._blind
        if not self._blind:
            self.action_reveal()
            self.say("Names are shown again.")
            return
        self._seed = random_seed()
        if self.outputs.panes:
            self.outputs.hide_names(self._seed)
        reveal = self.desk.keys["output.reveal"]
        self.say(f"Names are hidden until all are rated or voted on; {reveal} reveals them.")

    def action_reveal(self) -> None:
        """Show the names."""
        self.outputs.reveal()

    def shuffle_seed(self) -> int | None:
        """Of a blind comparison that begins; None where names are shown."""
        self._seed = random_seed() if self._blind else None
        return self._seed

    @on(OutputPane.Over)
    def _reveal_when_done(self) -> None:
        """Show the names once every output is judged."""
        panes = self.outputs.panes
        if any(pane.hidden for pane in panes) and all(
            pane.latest.over and pane.latest.judged for pane in panes
        ):
            self.outputs.reveal()
            self.say("All are judged: here are the names.")

    def _record(self, write: Callable[..., None], entry: Judgement | Vote) -> None:
        async def save() -> None:
            try:
                await asyncio.to_thread(write, entry)
            except PlaygroundError as error:
                self.notify(str(error), severity="error", timeout=30)

        self.run_worker(save(), group="judging", exit_on_error=False)


def _key(pane: OutputPane) -> str:
    """The key for an output in a question: its letter where names are hidden, else its number."""
    return pane.letter if pane.hidden else choice_key(pane.number)


def _told(pane: OutputPane) -> str:
    """What a question calls it: the name of the model, or that it is hidden."""
    return f"the answer {pane.name_shown}" if pane.hidden else pane.name_shown


def tally_text(votes: Sequence[Vote]) -> Content:
    """How the votes stand: for each contender, then for each two what may be said of them."""
    standing = standing_votes(votes)
    if not standing:
        return Content("No votes yet. In the outputs, v asks which of two is better.")
    blind = sum(vote.blind for vote in standing)
    lines = [
        f"{counted(len(standing), 'vote')}, {blind or 'none'} of them blind.",
        "Of several votes on the same two outputs the last one counts.",
        "",
        "  won  lost  tied",
    ]
    lines += [
        f"{row.wins:>5} {row.losses:>5} {row.ties:>5}  {row.contender}" for row in standings(votes)
    ]
    lines.append("")
    for pair in pairs(votes):
        lines += [
            f"{pair.one} and {pair.other}: {pair.wins} to {pair.losses}, {pair.ties} tied",
            f"      {pair.verdict}",
        ]
    told = (
        f"With fewer than {FEWEST_VOTES} votes between two, no winner is named. From then on "
        "one is called ahead where chance would do as much in fewer than one case of twenty."
    )
    return Content("\n".join([*lines, "", told]))
