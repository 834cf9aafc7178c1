"""An OpenAI-compatible server on 127.0.0.1 whose prompts say how it misbehaves."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """Remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.open = threading.Event()
        """What waits goes on when this is set."""
        self.busy = 0
        """How many requests are still refused with 429."""
        self.behave_as = ""
        """What every prompt is taken for, where that is set."""
        self.answers: Callable[[str, str], str] | None = None
        """What a model, by its name, says to a prompt; None where prompts say how to behave."""
        self.at_once = 0
        self.most_at_once = 0
        self.counting = threading.Lock()

    @property
    def url(self) -> str:
        """What `base_url` is set to."""
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """A server that ends with the block."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.open.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """The list of models."""
        self.server.asked.append(
            (self.path, {}, {name.lower(): value for name, value in self.headers.items()})
        )
        self._answer(200, {"object": "list", "data": [{"id": "tiny"}, {"id": "org/large"}]})

    def do_POST(self) -> None:
        """Do as the prompt says."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(
            (self.path, body, {name.lower(): value for name, value in self.headers.items()})
        )
        chat = "messages" in body
        prompt = body["messages"][-1]["content"] if chat else body["prompt"]
        with self.server.counting:
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        try:
            self._behave(prompt, body, chat)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with self.server.counting:
                self.server.at_once -= 1

    def _behave(self, prompt: str, body: dict[str, Any], chat: bool) -> None:
        word, _, rest = (self.server.behave_as or prompt).partition(" ")
        if self.server.answers is not None:
            self._say(self.server.answers(body["model"], prompt), chat)
        elif word == "status":
            self._answer(int(rest), {"error": {"message": f"no, {rest}"}})
        elif word == "busy" and self.server.busy > 0:
            self.server.busy -= 1
            self._answer(429, {"error": "busy"}, {"Retry-After": "0.01"})
        elif word == "strict" and "top_k" in body:
            self._answer(400, {"error": {"message": "unknown field top_k"}})
        elif word == "hang":
            self.server.open.wait(60)
            self._answer(200, {})
        else:
            self._stream(word, int(rest) if rest.isdigit() else 3, chat)

    def _say(self, text: str, chat: bool) -> None:
        """In pieces of a few characters, as a tokeniser would cut it."""
        self._begin_stream()
        for at in range(0, len(text), 5):
            self._event(chat, text[at : at + 5])
        self._event(chat, "", reason="stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def _stream(self, word: str, count: int, chat: bool) -> None:
        self._begin_stream()
        for number in range(count):
            self._event(chat, f"{number} ")
        if word == "escapes":
            self._event(chat, "\x1b]0;owned\x07\x1b[31mred\x9b2J\u202e")
        if word == "stall":
            self.server.open.wait(60)
        elif word == "gibberish":
            self.wfile.write(b"data: {this is no JSON\n\n")
        elif word == "half":
            self.wfile.write(b'data: {"choices": [{"del')
        elif word == "character":
            self.wfile.write(b'data: {"choices": [{"text": "caf\xc3')
        elif word == "endless":
            with contextlib.suppress(OSError):
                self.wfile.write(b"data: " + b"x" * 10_000_000)
        elif word == "error":
            self.wfile.write(b'data: {"error": {"message": "out of memory"}}\n\n')
        elif word != "drop":
            self._event(chat, "end é", reason="length")
            if word != "uncounted":
                usage = {"prompt_tokens": 7, "completion_tokens": 99, "total_tokens": 106}
                self._send({"choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, chat: bool, text: str, reason: str | None = None) -> None:
        part = {"delta": {"role": "assistant", "content": text}} if chat else {"text": text}
        self._send({"choices": [{"index": 0, **part, "finish_reason": reason}]})

    def _send(self, fields: dict[str, Any]) -> None:
        common = {"id": "1", "created": 1, "model": "tiny", "system_fingerprint": "none"}
        data = json.dumps({**common, **fields}, ensure_ascii=False)
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def _answer(self, status: int, fields: object, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(fields).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
