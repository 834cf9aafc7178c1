"""What an OpenAI-compatible server answers: its models, and streams through the remote engine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from playground.domain.endpoints import EndpointSettings
from playground.engines.client import EngineClient, EngineError
from playground.engines.parameters import Sampling
from playground.engines.protocol import Done, Endpoint, Load, Message
from playground.services.endpoints import served_entries
from tests.fuzz.answering import answering, response
from tests.fuzz.changes.answers import events, json_answer
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried

_HOST = ("127.0.0.1",)
_COMMON = {"id": "1", "created": 1, "model": "tiny", "system_fingerprint": "none"}
_MODELS = {"object": "list", "data": [{"id": "tiny", "object": "model"}, {"id": "org/large"}]}
_USAGE = {"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9}


def _stream(*, chat: bool) -> bytes:
    parts: list[dict[str, Any]] = []
    for text, reason in (("Hello ", None), ("wörld", None), ("", "stop")):
        piece = {"delta": {"role": "assistant", "content": text}} if chat else {"text": text}
        parts.append({"choices": [{"index": 0, **piece, "finish_reason": reason}]})
    parts.append({"choices": [], "usage": _USAGE})
    told = [f"data: {json.dumps({**_COMMON, **part}, ensure_ascii=False)}\n\n" for part in parts]
    return response("".join([*told, "data: [DONE]\n\n"]).encode(), "text/event-stream")


@contextmanager
def _models() -> Iterator[Read]:
    with answering() as server:

        def read(path: Path) -> Tried:
            server.answer = path.read_bytes()
            served_entries(EndpointSettings("cluster", f"{server.url}/v1"))
            return ACCEPTED

        yield read


def _answers(*, chat: bool) -> Callable[[], AbstractContextManager[Read]]:
    """Through one process of the remote engine, which is to outlive everything it is told."""
    messages = (Message("user", "Hi"),) if chat else ()

    async def ask(client: EngineClient) -> str:
        text = ""
        said = Sampling(max_new_tokens=50)
        async for reply in client.generate("Hi", said, messages=messages):
            if isinstance(reply, Done):
                text += reply.text
        return text

    @contextmanager
    def reading() -> Iterator[Read]:
        with answering() as server, asyncio.Runner() as runner:
            client = runner.run(EngineClient.start("remote", stall_seconds=9.0))
            endpoint = Endpoint(f"{server.url}/v1", "tiny", timeout_seconds=3.0)
            runner.run(client.load(Load("", "endpoint", 0, 1, endpoint=endpoint)))

            def read(path: Path) -> Tried:
                server.answer = path.read_bytes()
                try:
                    runner.run(ask(client))
                except EngineError as error:
                    assert error.kind not in {"died", "hung", "protocol"}, error
                    assert error.hint
                    raise
                return ACCEPTED

            try:
                yield read
            finally:
                runner.run(client.close())

    return reading


def _seeds(*bodies: bytes) -> Callable[[], Any]:
    return lambda: {str(at): body for at, body in enumerate(bodies)}


KINDS = (
    Kind(
        "endpoint-models",
        ".http",
        _seeds(response(json.dumps(_MODELS).encode())),
        json_answer,
        _models,
        ("cluster",),
    ),
    Kind("endpoint-chat", ".http", _seeds(_stream(chat=True)), events, _answers(chat=True), _HOST),
    Kind("endpoint-raw", ".http", _seeds(_stream(chat=False)), events, _answers(chat=False), _HOST),
)
