"""The seam every engine stands behind, and the table of engines by name.

An engine runs inside a child process, in one thread unless it says that it can take more. To add
one, write a module with a class that satisfies `Backend` and name it in `BACKENDS`: it runs what
is sent to it by name. `services.modelfiles.preflight` has the rules by which one is chosen.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Protocol

from playground.engines.protocol import (
    Done,
    FailureKind,
    Generate,
    Load,
    Loaded,
    Progress,
    Score,
    Scored,
    Token,
)
from playground.errors import PlaygroundError


class BackendError(PlaygroundError):
    """The engine refuses or fails; the process lives on and takes the next command."""

    def __init__(self, kind: FailureKind, message: str, hint: str = "") -> None:
        """`kind` is what the reply will carry."""
        super().__init__(message, hint)
        self.kind: FailureKind = kind


def context_exceeded(tokens: int, holds: int, *, or_more: bool = False) -> BackendError:
    """A text of so many tokens does not fit into a context of `holds`."""
    return BackendError(
        "context",
        f"The prompt needs {tokens:,} tokens{' or more' * or_more} and the context holds "
        f"{holds:,}.",
        "Shorten the prompt or choose a model with a longer context.",
    )


STOPPED = "Stopped before every continuation was scored."
"""What a scoring that was cancelled fails with: half of one is of no use."""


class Backend(Protocol):
    """What the worker asks of an engine."""

    distribution: str
    """The installed distribution whose version is reported."""
    parallel: bool
    """Whether generations may run at once, each in a thread of its own."""

    def prepare(self) -> None:
        """Import what is heavy; called once, before any model is known."""

    def load(self, command: Load) -> Loaded:
        """Load a model file; raises `BackendError`."""

    def tokenize(self, text: str) -> list[tuple[int, bytes]]:
        """The token ids of a text, each with the bytes it stands for; raises `BackendError`."""

    def generate(
        self, command: Generate, cancelled: Callable[[], bool]
    ) -> Iterator[Progress | Token | Done]:
        """Stream a completion that ends with one `Done`.

        `cancelled` is asked between tokens and between slices of the prompt. Raises `BackendError`.
        """

    def score(self, command: Score, cancelled: Callable[[], bool]) -> Iterator[Progress | Scored]:
        """Say how likely each continuation is; ends with one `Scored`.

        Raises `BackendError`, of the kind "request" where the engine tells no probabilities, and
        with the message `STOPPED` soon after `cancelled` says so.
        """

    def close(self) -> None:
        """Free the model."""


BACKENDS: dict[str, str] = {
    "ctransformers": "playground.engines.ctransformers:CTransformersBackend",
    "llamacpp": "playground.engines.llamacpp.backend:LlamaCppBackend [llamacpp]",
    "pipeline": "playground.engines.pipeline.backend:PipelineBackend [transformers]",
    "remote": "playground.engines.remote.backend:RemoteBackend",
}
"""Where each engine is, in the form of entry points: MODULE:CLASS, and in brackets the optional
dependency group that brings its library, where not every installation has it."""
_ELSEWHERE = ("pipeline", "remote")
"""Those that run no quantised model files but originals, and what is behind an address."""
FILE_ENGINES = tuple(name for name in BACKENDS if name not in _ELSEWHERE)
"""Those that can be named for a model file: MODEL@ENGINE."""


def extra_of(engine: str) -> str:
    """The optional dependency group of an engine; empty where it needs none."""
    return BACKENDS.get(engine, "").partition("[")[2].rstrip("]")


def create(name: str) -> Backend:
    """The backend of this name; raises `BackendError` where there is none."""
    if name not in BACKENDS:
        known = ", ".join(sorted(BACKENDS))
        raise BackendError("load", f"There is no engine {name!r}.", f"The engines are: {known}.")
    place = BACKENDS[name].partition("[")[0].strip()
    module, _, attribute = place.partition(":")
    backend: Backend = getattr(importlib.import_module(module), attribute)()
    return backend
