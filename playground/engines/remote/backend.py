"""The engine that is elsewhere: asks an endpoint, tries again where that helps, keeps what came."""

from __future__ import annotations

import os
import queue
import resource
import time
from collections.abc import Callable, Generator, Iterator
from typing import Literal

from playground.engines.backend import BackendError
from playground.engines.protocol import (
    Done,
    Endpoint,
    Generate,
    Load,
    Loaded,
    Progress,
    Score,
    Scored,
    StopReason,
    Token,
    Usage,
)
from playground.engines.remote.asking import Answer, Event, key_of
from playground.engines.remote.failures import Refusal, failure, host_of, refusal
from playground.engines.text import CompletionText

_ATTEMPTS = 4
_POLL_SECONDS = 0.02
_MEMORY = 2**31
"""Bytes that endless lines of a server may take before the request fails."""
_YES = {"1", "TRUE", "YES", "ON"}

_REASONS: dict[str, StopReason] = {
    "stop": "eos",
    "eos_token": "eos",
    "stop_sequence": "stop",
    "length": "length",
}


class RemoteBackend:
    """One model of one endpoint; every request in a thread of its own."""

    distribution = "huggingface-hub"
    parallel = True

    def __init__(self) -> None:
        self._endpoint: Endpoint | None = None
        self._offline = False

    def prepare(self) -> None:
        """Import the client (0.4 s) and bound the memory of this process."""
        # Offline means without the hub; a server of one's own is asked all the same.
        self._offline = os.environ.pop("HF_HUB_OFFLINE", "").upper() in _YES
        from huggingface_hub import InferenceClient  # noqa: F401

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_mapped_bytes() + _MEMORY, hard))

    def load(self, command: Load) -> Loaded:
        """Remember whom to ask; nothing is sent yet."""
        endpoint = command.endpoint
        if endpoint is None:
            raise BackendError("load", "No endpoint was named.")
        if self._offline and not endpoint.base_url:
            raise BackendError(
                "load",
                f"{host_of(endpoint)} is not asked, because HF_HUB_OFFLINE is set.",
                "Unset it, or choose a model of this machine.",
            )
        if endpoint.api_key_env and not os.environ.get(endpoint.api_key_env):
            raise BackendError(
                "load",
                f"The environment variable {endpoint.api_key_env} with the key for "
                f"{host_of(endpoint)} is not set.",
                f"export {endpoint.api_key_env}=… and start llmplay again.",
            )
        self._endpoint = endpoint
        return Loaded(0.0, 0, "unknown", 0, 0, host_of(endpoint))

    def close(self) -> None:
        """Nothing is held."""

    def tokenize(self, text: str) -> list[tuple[int, bytes]]:  # noqa: ARG002
        """An endpoint has no call for this."""
        if self._endpoint is None:
            raise BackendError("request", "No model is loaded.")
        raise BackendError("request", "An endpoint does not tell the tokens of a text.")

    def score(self, command: Score, cancelled: Callable[[], bool]) -> Iterator[Progress | Scored]:  # noqa: ARG002
        """Servers tell the probabilities of what they say, not of a given text."""
        raise BackendError(
            "request",
            "An endpoint does not tell how likely a given text is.",
            "Choose a model of this machine.",
        )

    def generate(
        self, command: Generate, cancelled: Callable[[], bool]
    ) -> Iterator[Progress | Token | Done]:
        """Ask, and ask again while the endpoint is busy and nothing came yet."""
        if self._endpoint is None:
            raise BackendError("request", "No model is loaded.")
        exchange = _Exchange(self._endpoint, command, cancelled)
        yield from exchange.run()


class _Exchange:
    """One generation, over as many attempts as it takes."""

    def __init__(
        self, endpoint: Endpoint, command: Generate, cancelled: Callable[[], bool]
    ) -> None:
        self._endpoint = endpoint
        self._command = command
        self._cancelled = cancelled
        self._text = CompletionText(command.sampling.stop)
        self._notes: list[str] = []
        self._started = time.perf_counter()
        self._first = self._last = 0.0
        self._pieces = 0
        self._usage = Event()
        self._reason: StopReason | None = None
        self._extras = True
        self._finish = ""

    def run(self) -> Iterator[Token | Done]:
        """The tokens, then one `Done`; raises `BackendError`."""
        busy = 0
        while self._reason is None and self._command.sampling.max_new_tokens > 0:
            found = yield from self._attempt()
            if found is None:
                break
            if found.status in {400, 422} and self._extras:
                self._extras = False  # a server that is strict about names it does not know
                self._notes.append("sent without top_k and repetition_penalty: the server refused")
            elif found.transient and busy + 1 < _ATTEMPTS:
                self._wait(found.wait(busy))
                busy += 1
            else:
                raise failure(self._endpoint, found)
        if busy:
            self._notes.append(f"the server was busy: asked {busy + 1} times")
        yield self._done()

    def _attempt(self) -> Generator[Token, None, Refusal | None]:
        """Send the request once; returns why nothing came, if nothing did."""
        answer = Answer(self._endpoint, self._command, extras=self._extras)
        try:
            while self._reason is None:
                event = self._next(answer)
                if event == "cancelled":
                    self._reason = "cancelled"
                elif isinstance(event, Exception):
                    return self._refused(event)
                elif event is None:
                    self._ended()
                    return None
                else:
                    yield from self._take(event)
        finally:
            answer.close()
        return None

    def _take(self, event: Event) -> Iterator[Token]:
        if event.prompt_tokens is not None or event.completion_tokens is not None:
            self._usage = event
        if event.finish_reason:
            self._finish = event.finish_reason
        if not event.text:
            return
        self._last = time.perf_counter()
        self._first = self._first or self._last
        self._pieces += 1
        yield Token(self._command.id, self._text.feed(event.text.encode("utf-8", "replace")))
        if self._text.stopped:
            self._reason = "stop"

    def _next(self, answer: Answer) -> Event | Exception | Literal["cancelled"] | None:
        deadline = time.monotonic() + self._endpoint.timeout_seconds
        while True:
            if self._cancelled():
                return "cancelled"
            try:
                return answer.next(_POLL_SECONDS)
            except queue.Empty:
                if time.monotonic() > deadline:
                    return TimeoutError(f"silent for {self._endpoint.timeout_seconds:g} s")

    def _ended(self) -> None:
        """The stream is over: in order only if the server said why it ended."""
        if not self._finish:
            raise BackendError(
                "engine",
                f"The answer of {host_of(self._endpoint)} broke off before its end.",
                "Run it again; what came is kept.",
            )
        self._reason = _REASONS.get(self._finish, "eos")

    def _refused(self, error: Exception) -> Refusal:
        if isinstance(error, BackendError):
            raise error
        found = refusal(error, key_of(self._endpoint) or "")
        if self._pieces or (found.status == 0 and isinstance(error, ValueError | MemoryError)):
            raise BackendError(
                "engine",
                f"The answer of {host_of(self._endpoint)} broke off: {found.said}.",
                "Run it again; what came is kept.",
            )
        return found

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._cancelled():
                self._reason = "cancelled"
                return
            time.sleep(_POLL_SECONDS)

    def _done(self) -> Done:
        told = self._usage.completion_tokens
        usage = Usage(
            prompt_tokens=self._usage.prompt_tokens or 0,
            completion_tokens=self._pieces if told is None else told,
            first_token_seconds=self._first - self._started if self._pieces else None,
            generation_seconds=self._last - self._first,
            estimated=told is None,
        )
        rest = self._text.finish()
        reason = "stop" if self._text.stopped else self._reason or "length"
        return Done(self._command.id, reason, usage, rest, tuple(self._notes))


def _mapped_bytes() -> int:
    """Address space in use; proc_pid_statm(5), in pages."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  read once
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 2**34
