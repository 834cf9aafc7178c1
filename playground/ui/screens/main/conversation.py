"""The main screen's routes of a conversation: its next turn, and a turn put otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from playground.domain.asking import Asked
from playground.domain.conversations import Conversation, converse
from playground.domain.preview import Subject
from playground.domain.prompts import AUTO
from playground.domain.reopening import Columns
from playground.domain.runs import RunRequest
from playground.services.constraints import read_all
from playground.services.continuing import with_its_engine
from playground.ui.panes.output import OutputPane
from playground.ui.screens.main.earlier import EarlierRoutes

Way: TypeAlias = Literal["", "on", "anew"]
"""What F5 does: asks the selected models, goes on after the outputs, or puts their turn anew."""


class ConversationRoutes(EarlierRoutes):
    """While a conversation is on, F5 says the next turn to the outputs that are shown."""

    _way: Way = ""
    _silent: Sequence[str] = ()
    """Outputs of the turn before that cannot be gone on with."""

    @property
    def conversing(self) -> bool:
        """Whether F5 goes on with what is shown."""
        return bool(self._way) and bool(self.outputs.panes)

    def action_continue_conversation(self) -> None:
        """Go on after the outputs, or, where that is so already, begin anew with the next run."""
        if self._way == "on":
            self._turn_to("")
            self.say("The next run begins anew, on the selected models.")
            return
        if self._asked is None:
            self.say("There is nothing to go on with yet: run a prompt first.")
            return
        if self.prompt.composed().prompt == self._asked.prompt:
            self.prompt.begin_turn("")
        self._take_system()
        self._turn_to("on")
        self.set_focus(self.prompt)

    def action_edit_turn(self) -> None:
        """Put the turn that is shown otherwise."""
        if self._asked is None:
            self.say("There is no turn yet to put otherwise: run a prompt first.")
            return
        self.prompt.begin_turn(self._asked.prompt)
        self._take_system()
        self._turn_to("anew")
        self.set_focus(self.prompt)

    def next_turn(self, asked: Asked) -> RunRequest:
        """The request of the next turn; reads model files' headers, so not in the event loop."""
        sampling, conversations = self.sampling, self._conversations()
        going_on = {pane for pane, _ in conversations}
        self._silent = [one.name_shown for one in self.outputs.panes if one not in going_on]
        models = [one.lane.entry.id for _, one in conversations]
        kept_to = read_all({model: sampling.texts_for(model) for model in models})
        return converse(
            [one for _, one in conversations],
            self.desk.write,
            prompt=asked.prompt,
            wording=asked.wordings[0].prompt,
            system=asked.system,
            template=asked.template,
            chosen=sampling.chosen,
            per_model=sampling.per_model,
            stop=asked.stop,
            variables=asked.variables,
            threads=sampling.threads,
            context_length=sampling.context_length,
            drop_oldest=asked.drop_oldest,
            edits=self._first_run if self._way == "anew" else 0,
            **kept_to._asdict(),
        )

    def turn_problems(self, asked: Asked) -> list[str]:
        """Why the next turn cannot be said."""
        if len(asked.wordings) > 1:
            key = self.desk.keys["prompt.next_variant"]
            return [f"A conversation goes on with one wording: empty the others ({key})."]
        if not self._conversations():
            key = self.desk.keys["output.earlier_run"]
            return [f"No output here said anything to go on with; {key} shows the run before."]
        return []

    def turn_sent(self) -> None:
        """Make room for the turn after the one that is on its way."""
        if self._way:
            self.prompt.begin_turn("")
            self._turn_to("on")
            if self._silent:
                self.say(f"{' and '.join(self._silent)} said nothing, so that is left out.")
            for note in {note for pane in self.outputs.panes for note in pane.lane.notes}:
                self.remark(note)

    def preview_subjects(self) -> list[Subject]:
        """What each lane gets next, where a conversation is on."""
        if not self.conversing:
            return super().preview_subjects()
        return [
            Subject(one.lane.entry, one.turns, one.lane.template, pane.name_shown)
            for pane, one in self._conversations()
        ]

    async def session_changed(self) -> None:
        """Another session has conversations of its own."""
        self._turn_to("")
        await super().session_changed()

    async def _show_again(self, columns: Columns) -> None:
        await super()._show_again(columns)
        self._turn_to("on" if self._way else "")

    def _recall_prompt(self, columns: Columns) -> None:
        """A conversation is gone on with where it was left."""
        super()._recall_prompt(columns)
        if columns.first.parents:
            self.prompt.recall(("",))
            self._turn_to("on")

    def _take_system(self) -> None:
        """A conversation keeps its system prompt, unless a person changes it from here on."""
        asked, prompt = self._asked, self.prompt
        if asked is not None and prompt.composed().system != asked.system:
            prompt.options = replace(prompt.options, system=asked.system)
        if asked is not None and prompt.options.template != AUTO:
            names = {lane.template for lane in asked.lanes}
            if names != {prompt.options.template}:
                prompt.options = replace(prompt.options, template=AUTO)

    def _turn_to(self, way: Way) -> None:
        self._way = way
        turns = [len(pane.lane.turns) // 2 + 1 for pane in self.outputs.panes]
        number = max(turns, default=0) + (way == "on")
        self.prompt.show_turn(number if way else 0, anew=way == "anew")

    def _conversations(self) -> list[tuple[OutputPane, Conversation]]:
        """Of each output, in the order of the lanes; one that said nothing has none."""
        found = []
        for pane in sorted(self.outputs.panes, key=lambda pane: pane.lane.index):
            shown = pane.shown
            if self._way == "anew":
                lane = with_its_engine(shown.lane, shown.result)
                found.append((pane, Conversation.before(lane)))
            elif shown.text:
                lane = with_its_engine(shown.lane, shown.result)
                found.append((pane, Conversation.after(lane, shown.text, shown.run)))
        return found
