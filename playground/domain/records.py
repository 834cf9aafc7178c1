"""A session as it is read back: typed records of its runs, lanes and judgements.

Exports, comparisons, replays and reopened sessions are made from these, never from the file's
tables. `services.sessions.open_session` gives a `SessionRecord` whose runs are read when they are
looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from playground.domain.judgements import Side, Vote
from playground.domain.prompts import fill
from playground.domain.runs import Parent
from playground.domain.sampling import Sampling
from playground.domain.templates import Turn


@dataclass(frozen=True, slots=True)
class MachineRecord:
    """The machine a session began on."""

    processor: str = ""
    cores: int = 0
    """Cores that llmplay could use; 0 where that is not known."""
    memory_bytes: int = 0
    system: str = ""
    python: str = ""


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """The model of a lane, as it was then."""

    id: str
    path: str | None = None
    sha256: str | None = None
    """Of the file, in hexadecimal; None where it was not read to its end."""
    architecture: str = ""
    quantisation: str = ""
    license: str = ""
    """An id of the licence table, or what the model names."""
    endpoint: str | None = None
    """Whom the prompt was sent to; None for a model of this machine."""


@dataclass(frozen=True, slots=True)
class AdapterRecord:
    """A LoRA adapter that was applied to the model of a lane."""

    path: str
    scale: float
    sha256: str = ""
    """Of its file, in hexadecimal; empty where it was not read."""


@dataclass(frozen=True, slots=True)
class LaneRecord:
    """One answer, and all that is known of how it came about."""

    run: int
    """Number of its run in the session, from 1."""
    lane: int
    """Place of its column in the run, from 0."""
    version: int
    """How often the column had been run by then, from 1."""
    model: ModelRecord
    text: str
    stop_reason: str
    """eos, stop, length, context, cancelled or error."""
    sample: int = 0
    """Which of several samples of the same model and variant, from 0."""
    variant: str = ""
    """Name of the prompt's variant; empty where there is only one."""
    template: str = ""
    prompt: str = ""
    """The exact text the model got, after the template."""
    history: tuple[Turn, ...] = ()
    """The conversation before the prompt; none where it began with it."""
    parent: Parent | None = None
    """The answer that it goes on from."""
    left_out: int = 0
    """How many of the oldest turns the model did not get."""
    adapters: tuple[AdapterRecord, ...] = ()
    sampling: Sampling = field(default_factory=Sampling)
    engine: str = ""
    engine_version: str = ""
    threads: int = 0
    context_length: int = 0
    """Tokens; 0 where it is not known."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    tokens_estimated: bool = False
    """Whether the tokens are a count of the pieces that came."""
    reused_tokens: int = 0
    """Prompt tokens that were still evaluated from the run before."""
    load_seconds: float | None = None
    prompt_seconds: float | None = None
    first_token_seconds: float | None = None
    """From the command to the first token."""
    generation_seconds: float | None = None
    """From the first token to the last."""
    tokens_per_second: float | None = None
    """After the first token."""
    memory_bytes: int | None = None
    """What the model process held at the end."""
    notes: tuple[str, ...] = ()
    """What llmplay remarked, in words for people."""
    error: str | None = None
    rating: int | None = None
    """1 to 5, by a person."""
    note: str = ""
    """By a person."""

    @property
    def seconds(self) -> float | None:
        """From the command to the last token; None where nothing was generated."""
        if self.first_token_seconds is None:
            return None
        return self.first_token_seconds + (self.generation_seconds or 0.0)

    @property
    def turn(self) -> int:
        """Which turn of its conversation it answers, from 1."""
        return len(self.history) // 2 + 1

    @property
    def seed(self) -> int:
        """What the answer was drawn with."""
        return self.sampling.seed

    @property
    def side(self) -> Side:
        """How judgements and votes name this answer."""
        return Side(self.run, self.lane, self.version, self.model.id, self.variant)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run: what was asked, and the answers in the order in which they ended."""

    number: int
    """In the session, from 1; numbers of removed runs stay unused."""
    started: datetime | None
    models: tuple[str, ...]
    """The id of each column's model."""
    prompt: str
    """As it was typed, variables and all."""
    lanes: Sequence[LaneRecord] = ()
    """Read from the file when looked at."""
    system: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    """Wording by name, filled in; empty where there is only one."""
    again: int = 0
    """Number of the run whose lanes this one ran again; 0 where it was new."""
    edits: int = 0
    """Number of the run whose turn this one puts otherwise; 0 where it does not."""
    parents: Mapping[int, Parent] = field(default_factory=dict)
    """The answer that each column goes on from, by its place; none where the conversation began."""
    machine: MachineRecord | None = None
    """Where it ran, if not on the machine the session began on."""

    def wording(self, lane: LaneRecord) -> str:
        """The prompt of a lane before its template, variables filled in."""
        return self.variants.get(lane.variant) or fill(self.prompt, self.variables)


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A whole session."""

    path: str
    """Of its file."""
    id: str
    title: str
    created: datetime | None
    program: str
    """Name and version of what began it."""
    schema: tuple[int, int]
    """Major and minor."""
    machine: MachineRecord
    tags: tuple[str, ...] = ()
    conclusions: str = ""
    runs: Sequence[RunRecord] = ()
    """In the order in which they started; read from the file when looked at."""
    votes: tuple[Vote, ...] = ()
    """In the order in which they were cast."""
    problems: tuple[str, ...] = ()
    """What of the file could not be used, in words for people."""
