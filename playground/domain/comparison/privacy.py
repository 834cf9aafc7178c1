"""Taking out of a comparison what others are not to see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from playground.domain.judgements import Side, Vote
from playground.domain.records import (
    AdapterRecord,
    LaneRecord,
    MachineRecord,
    ModelRecord,
    RunRecord,
)

REDACTED = "[redacted]"
"""What stands where a pattern matched."""


@dataclass(frozen=True, slots=True)
class Eraser:
    """Replaces what matches, and what tells where a session was made."""

    patterns: tuple[re.Pattern[str], ...] = ()
    anonymise: bool = False
    folders: frozenset[str] = frozenset()
    """Folders of model files, whose names are taken out of what llmplay remarked."""

    @property
    def active(self) -> bool:
        """Whether it changes anything."""
        return bool(self.patterns) or self.anonymise

    def text(self, text: str) -> str:
        """The text without what matches."""
        for pattern in self.patterns:
            text = pattern.sub(REDACTED, text)
        return text

    def remark(self, text: str) -> str:
        """What llmplay said, without what matches, and without folders where these are to go."""
        for folder in sorted(self.folders, key=len, reverse=True):
            text = text.replace(folder + "/", "")
        return self.text(text)

    def lane(self, lane: LaneRecord) -> LaneRecord:
        """A lane without it."""
        stop = tuple(map(self.text, lane.sampling.stop))
        return replace(
            lane,
            model=self._model(lane.model),
            text=self.text(lane.text),
            prompt=self.text(lane.prompt),
            history=tuple(turn._replace(content=self.text(turn.content)) for turn in lane.history),
            adapters=tuple(map(self._adapter, lane.adapters)),
            variant=self.text(lane.variant),
            note=self.text(lane.note),
            notes=tuple(map(self.remark, lane.notes)),
            error=None if lane.error is None else self.remark(lane.error),
            sampling=replace(
                lane.sampling,
                stop=stop,
                grammar=self.text(lane.sampling.grammar),
                json_schema=self.text(lane.sampling.json_schema),
            ),
        )

    def run(self, run: RunRecord) -> RunRecord:
        """What a run asked without it; its lanes stay."""
        return replace(
            run,
            models=tuple(map(self.text, run.models)),
            prompt=self.text(run.prompt),
            system=self.text(run.system),
            variables=self._texts(run.variables),
            variants=self._texts(run.variants),
            machine=None if self.anonymise or not run.machine else self.machine(run.machine),
        )

    def vote(self, vote: Vote) -> Vote:
        """A vote, its sides named as their lanes are."""
        if not self.patterns:
            return vote
        return replace(vote, first=self._side(vote.first), second=self._side(vote.second))

    def machine(self, machine: MachineRecord) -> MachineRecord:
        """The machine without what matches."""
        return replace(
            machine,
            processor=self.text(machine.processor),
            system=self.text(machine.system),
            python=self.text(machine.python),
        )

    def _model(self, model: ModelRecord) -> ModelRecord:
        path, endpoint = model.path, model.endpoint
        if self.anonymise:
            path = None
            endpoint = "an endpoint" if endpoint else None
        return replace(
            model,
            id=self.text(model.id),
            path=None if path is None else self.text(path),
            endpoint=None if endpoint is None else self.text(endpoint),
        )

    def _adapter(self, adapter: AdapterRecord) -> AdapterRecord:
        path = adapter.path.rpartition("/")[2] if self.anonymise else adapter.path
        return replace(adapter, path=self.text(path))

    def _side(self, side: Side) -> Side:
        return replace(side, model=self.text(side.model), variant=self.text(side.variant))

    def _texts(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {name: self.text(text) for name, text in texts.items()}
