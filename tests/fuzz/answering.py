"""A server on 127.0.0.1 that says the same bytes to everybody, whatever they ask."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator

LONGEST_REQUEST = 2**20


class Server(socketserver.ThreadingTCPServer):
    """Says `answer` and closes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = b""

    @property
    def url(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news."""


class _Handler(socketserver.BaseRequestHandler):
    server: Server

    def handle(self) -> None:
        """Read the head of the request and what follows it, then answer."""
        asked = b""
        while b"\r\n\r\n" not in asked and len(asked) < LONGEST_REQUEST:
            data = self.request.recv(2**16)
            if not data:
                return
            asked += data
        head, _, body = asked.partition(b"\r\n\r\n")
        length = next(
            (
                int(line.partition(b":")[2])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            ),
            0,
        )
        while len(body) < length:
            body += self.request.recv(2**16)
        self.request.sendall(self.server.answer)


@contextlib.contextmanager
def answering() -> Iterator[Server]:
    """A server that ends with the block."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def response(body: bytes, kind: str = "application/json", status: str = "200 OK") -> bytes:
    """A whole answer, which ends where the connection does."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n"
    return head.encode() + body
