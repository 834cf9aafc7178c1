"""One request to an endpoint, read in a thread of its own so that it can be given up at any time.

Chat goes through `huggingface_hub.InferenceClient.chat_completion`. A raw prompt goes to
`/completions` of an OpenAI-compatible server, for which that client has no call, through the same
library's HTTP client. Both are server-sent events of JSON objects, as in OpenAI's API reference.
"""

from __future__ import annotations

import json
import os
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playground.engines.backend import BackendError
from playground.engines.protocol import Endpoint, Generate

_LONGEST_EVENT = 2**20  # characters; an event holds a token or a few
_MOST_TOKENS = 2**31
_NO_KEY = "none"
"""Sent where no key is asked for: without one the client would send the hub's own token."""


@dataclass(frozen=True, slots=True)
class Event:
    """One piece of an answer."""

    text: str = ""
    finish_reason: str = ""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Answer:
    """The events of one request; iterate, and `close` to give it up."""

    def __init__(self, endpoint: Endpoint, command: Generate, *, extras: bool) -> None:
        """Send the request; `extras` are parameters beyond OpenAI's own."""
        self._endpoint = endpoint
        self._command = command
        self._extras = extras
        self._events: queue.SimpleQueue[Event | Exception | None] = queue.SimpleQueue()
        self._give_up: Callable[[], None] = lambda: None
        threading.Thread(target=self._read, daemon=True).start()

    def next(self, seconds: float) -> Event | Exception | None:
        """The next event, None at the end, or what went wrong; raises `queue.Empty` in time."""
        return self._events.get(timeout=seconds)

    def close(self) -> None:
        """Let go of the connection."""
        self._give_up()

    def _read(self) -> None:
        try:
            events = self._chat() if self._command.messages else self._completion()
            for event in events:
                self._events.put(event)
        except (AttributeError, LookupError, TypeError) as error:  # of the library, or below
            self._events.put(ValueError(f"it is no event as the API has them ({error!r:.80})"))
        except Exception as error:  # the thread that waits decides what it means
            self._events.put(error)
        else:
            self._events.put(None)

    def _chat(self) -> Iterator[Event]:
        from huggingface_hub import InferenceClient

        where: dict[str, Any] = {"provider": self._endpoint.provider or None}
        if self._endpoint.base_url:
            where = {"base_url": self._endpoint.base_url}
        client = InferenceClient(
            api_key=self._key(), timeout=self._endpoint.timeout_seconds, **where
        )
        self._give_up = client.close
        asked: dict[str, Any] = {
            "messages": [
                {"role": message.role, "content": message.content}
                for message in self._command.messages
            ],
            "model": self._endpoint.model,
            "stream_options": {"include_usage": True},
            "extra_body": self._extra(),
            **self._parameters(),
        }
        stream = client.chat_completion(stream=True, **asked)
        for part in stream:
            choice = part.choices[0] if part.choices else None
            usage = part.usage
            yield _event(
                choice.delta.content if choice else None,
                choice.finish_reason if choice else None,
                usage.prompt_tokens if usage else None,
                usage.completion_tokens if usage else None,
            )
        client.close()  # type: ignore[no-untyped-call]

    def _completion(self) -> Iterator[Event]:
        from huggingface_hub import get_session
        from huggingface_hub.utils import hf_raise_for_status

        if not self._endpoint.base_url:
            raise BackendError(
                "request",
                "The hub's inference providers take conversations only.",
                "Choose another template than raw.",
            )
        body = {
            "model": self._endpoint.model,
            "prompt": self._command.prompt,
            "stream": True,
            "stream_options": {"include_usage": True},
            **self._parameters(),
            **(self._extra() or {}),
        }
        with get_session().stream(
            "POST",
            self._endpoint.base_url.rstrip("/") + "/completions",
            json=body,
            headers={"Authorization": f"Bearer {self._key()}"},
            timeout=self._endpoint.timeout_seconds,
        ) as response:
            self._give_up = response.close
            hf_raise_for_status(response)
            for fields in _objects(response.iter_text()):
                if fields.get("error"):
                    raise ValueError(str(fields["error"])[:300])
                choice = (fields.get("choices") or [{}])[0]
                usage = fields.get("usage") or {}
                yield _event(
                    choice.get("text"),
                    choice.get("finish_reason"),
                    usage.get("prompt_tokens"),
                    usage.get("completion_tokens"),
                )

    def _key(self) -> str | None:
        if self._endpoint.api_key_env:
            return key_of(self._endpoint)
        return _NO_KEY if self._endpoint.base_url else None  # None: the hub's own login

    def _parameters(self) -> dict[str, Any]:
        sampling = self._command.sampling
        values: dict[str, Any] = {
            "max_tokens": sampling.max_new_tokens,
            "temperature": max(0.0, float(sampling.temperature)),
            "top_p": float(sampling.top_p) or 1.0,
            "seed": sampling.seed,
        }
        if sampling.stop:
            values["stop"] = list(sampling.stop)
        return values

    def _extra(self) -> dict[str, Any] | None:
        """Parameters that servers of open models know, under the names that they use."""
        if not self._extras:
            return None
        sampling = self._command.sampling
        greedy = sampling.temperature <= 0 or sampling.top_p == 0
        return {
            "top_k": 1 if greedy else sampling.top_k,
            "repetition_penalty": sampling.repetition_penalty,  # vLLM, TGI
            "repeat_penalty": sampling.repetition_penalty,  # llama.cpp, Ollama
            "repeat_last_n": sampling.last_n_tokens,
        }


def key_of(endpoint: Endpoint) -> str | None:
    """The secret that is sent along; None where there is none."""
    if endpoint.api_key_env:
        return os.environ[endpoint.api_key_env]
    if endpoint.base_url:
        return None
    from huggingface_hub import get_token

    return get_token()


def _event(text: Any, reason: Any, prompt_tokens: Any, completion_tokens: Any) -> Event:
    """Raises `ValueError` where a text is none; a count that is none counts as not told."""
    for value in (text, reason):
        if value is not None and not isinstance(value, str):
            raise ValueError(f"not a text: {value!r:.80}")
    return Event(text or "", reason or "", _count(prompt_tokens), _count(completion_tokens))


def _count(value: object) -> int | None:
    return value if type(value) is int and 0 <= value < _MOST_TOKENS else None


def _objects(pieces: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The JSON objects of server-sent events; raises `ValueError` for what is none."""
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        if len(rest) > _LONGEST_EVENT:
            raise ValueError(f"an event of over {_LONGEST_EVENT:,} characters")
        for line in lines:
            data = line.strip().removeprefix("data:").strip()
            if not line.startswith("data:") or not data:
                continue
            if data == "[DONE]":
                return
            fields = json.loads(data)
            if not isinstance(fields, dict):
                raise ValueError(f"not an event: {data[:80]!r}")  # noqa: TRY004  as json.loads does
            yield fields
