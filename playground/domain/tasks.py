"""A task that models are compared on: examples, how they are asked and how answers are judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from playground.domain.prompts import fill
from playground.errors import PlaygroundError

Direction: TypeAlias = Literal["higher", "lower"]

SHOTS = "shots"
"""The variable of a prompt that stands for the worked examples before the question."""
ANSWER = "answer"
"""The variable of a worked example, or of a program, that stands for what is answered."""


LIKELIHOODS = frozenset({"likelihood", "likelihood_norm"})
"""Metrics that judge by how likely a model finds each choice, not by what it says."""


class TaskError(PlaygroundError):
    """A task file, or the examples beside it, is wrong or cannot be found."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing an answer must satisfy, checked by a program."""

    kind: str
    """A name of `metrics.constraints.CONSTRAINTS`."""
    value: str | int | tuple[str, ...] = ""
    says: str = ""
    """The same in words, for people; patterns need them."""

    def __str__(self) -> str:
        """As it is told where an answer does not satisfy it."""
        if self.says:
            return self.says
        value = ", ".join(self.value) if isinstance(self.value, tuple) else str(self.value)
        return f"{self.kind} {value}".strip()


@dataclass(frozen=True, slots=True)
class Example:
    """One question with what is known of its right answer."""

    id: str
    values: Mapping[str, str]
    """What the variables of the prompt stand for."""
    references: tuple[str, ...] = ()
    """Right answers; any one of them will do."""
    difficulty: int = 1
    """1 easy, 2 middling, 3 hard."""
    choices: tuple[str, ...] = ()
    """The answers to choose from; the references are among them."""
    constraints: tuple[Constraint, ...] = ()
    tests: str = ""
    """Python that raises where a generated program is wrong."""


@dataclass(frozen=True, slots=True)
class MetricUse:
    """A metric of a task and which way is better."""

    name: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Task:
    """Everything needed to ask a model and to judge what it says."""

    name: str
    version: int
    title: str
    description: str
    question: str
    """What a comparison on this task finds out."""
    license: str
    """Of the examples, as an SPDX id or in words."""
    source: str
    """Who wrote the examples."""
    prompt: str
    """With {{variables}}, and {{shots}} where worked examples go."""
    metrics: tuple[MetricUse, ...]
    """The first one ranks the models."""
    examples: tuple[Example, ...]
    variables: tuple[str, ...]
    system: str = ""
    shot: str = ""
    """How one worked example is written, with the variables and {{answer}}."""
    shots: tuple[Mapping[str, str], ...] = ()
    stop: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    """From output to answer, in order; see `metrics.filters`."""
    program: str = ""
    """How an answer becomes a program, with the variables and {{answer}}; empty for no code."""
    generation: Mapping[str, float | int] = field(default_factory=dict)
    """Sampling parameters."""
    path: str = ""
    digest: str = ""
    """SHA-256 over the files it was read from."""

    @property
    def runs_code(self) -> bool:
        """Whether judging it means to run what a model wrote."""
        return any(example.tests for example in self.examples)

    @property
    def weighs(self) -> bool:
        """Whether judging it takes how likely a model finds each choice."""
        return any(use.name in LIKELIHOODS for use in self.metrics)

    @property
    def generates(self) -> bool:
        """Whether judging it takes what a model says."""
        return any(use.name not in LIKELIHOODS for use in self.metrics)

    def asked(self, example: Example) -> str:
        """The prompt of one example."""
        worked = "".join(fill(self.shot, shot) for shot in self.shots)
        return fill(self.prompt, {**example.values, SHOTS: worked})

    def code(self, example: Example, answer: str) -> str:
        """The program that an answer makes, without its tests."""
        return fill(self.program, {**example.values, ANSWER: answer})

    def example(self, id_: str) -> Example:
        """The example of this id; raises `TaskError`."""
        for one in self.examples:
            if one.id == id_:
                return one
        raise TaskError(f"{self.name} has no example {id_!r}.", "It may be of another version.")
