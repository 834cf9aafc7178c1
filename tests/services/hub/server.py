"""A model hub on 127.0.0.1: the routes that huggingface_hub and the downloads ask, and faults.

Content is served by a second server on another port, as the real hub redirects to its network.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.services.hub.stored import Asked, Faults, Stored, sibling

_BRANCH = "main"
QUEUE_BYTES = 2**17


class HubServer:
    """The hub, its content server, and what was asked of them."""

    def __init__(self) -> None:
        """Without repositories, until `repos` is filled."""
        self.repos: dict[str, Stored] = {}
        self.moved: dict[str, str] = {}
        """Old names of repositories and their new ones."""
        self.faults = Faults()
        self.asked: list[Asked] = []
        self.lock = threading.Lock()
        self.content = _Server(self, "content", _Content)
        self.hub = _Server(self, "hub", _Hub)

    @property
    def url(self) -> str:
        """What HF_ENDPOINT names."""
        return f"http://127.0.0.1:{self.hub.server_address[1]}"

    def requests(self, server: str) -> list[Asked]:
        """What one of the two was asked."""
        return [asked for asked in self.asked if asked.server == server]

    def take(self, items: list[Any]) -> Any:
        """The next of some faults; None where there is none."""
        with self.lock:
            return items.pop(0) if items else None


@contextmanager
def serving() -> Iterator[HubServer]:
    """A hub while the test runs."""
    both = HubServer()
    threads = [
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        for server in (both.content, both.hub)
    ]
    for thread in threads:
        thread.start()
    try:
        yield both
    finally:
        for server in (both.content, both.hub):
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, both: HubServer, name: str, handler: type[BaseHTTPRequestHandler]) -> None:
        self.both, self.name = both, name
        super().__init__(("127.0.0.1", 0), handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """With a short queue: what was sent is about what was taken."""
        request.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, QUEUE_BYTES)
        super().finish_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
        """Nothing is written."""

    @property
    def both(self) -> HubServer:
        return self.server.both

    def _serve(self) -> None:
        headers = {name.casefold(): value for name, value in self.headers.items()}
        self.both.asked.append(Asked(self.server.name, self.command, self.path, headers))
        self._answer(urlsplit(self.path).path, parse_qs(urlsplit(self.path).query))

    def _answer(self, path: str, query: Mapping[str, list[str]]) -> None:
        raise NotImplementedError

    def _send(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _json(self, value: Any) -> None:
        self._send(200, {"Content-Type": "application/json"}, json.dumps(value).encode())

    def _refuse(self, status: int, code: str = "", message: str = "") -> None:
        headers = {"X-Error-Code": code, "X-Error-Message": message}
        body = json.dumps({"error": message}).encode()
        self._send(status, {name: text for name, text in headers.items() if text}, body)

    def _token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")


class _Hub(_Handler):
    def _answer(self, path: str, query: Mapping[str, list[str]]) -> None:
        fault = self.both.take(self.both.faults.api_statuses)
        if fault is not None:
            self._send(fault[0], fault[1])
        elif moved := self._moved(path):
            self._send(307, {"Location": moved})
        elif self._token() == "hf_wrong":
            self._refuse(401, message="Invalid credentials in Authorization header")
        elif path == "/api/whoami-v2":
            self._json({"type": "user", "name": "someone", "auth": {}})
        elif path == "/api/models":
            self._search(query)
        elif match := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/revision/(.+))?", path):
            self._info(unquote(match[1]), match[2], blobs=bool(query.get("blobs")))
        elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self._resolve(unquote(match[1]), match[2], unquote(match[3]))
        else:
            self._refuse(404)

    def _moved(self, path: str) -> str | None:
        """Where a path leads whose repository was renamed."""
        names = ((f"/{old}", f"/{new}") for old, new in self.both.moved.items())
        return next((self.path.replace(old, new) for old, new in names if old in path), None)

    def _search(self, query: Mapping[str, list[str]]) -> None:
        words = query.get("search", [""])[0].casefold().split()
        wanted = query.get("filter", [])
        found = [
            (name, stored)
            for name, stored in self.both.repos.items()
            if all(word in name.casefold() for word in words)
            and ("gguf" not in wanted or stored.gguf)
        ]
        found.sort(key=lambda pair: -pair[1].downloads)
        limit = int(query.get("limit", ["1000"])[0])
        self._json([self._described(name, stored) for name, stored in found[:limit]])

    def _described(self, name: str, stored: Stored) -> dict[str, Any]:
        card = {**({"license": stored.license} if stored.license else {}), **stored.card}
        tags = [f"license:{stored.license}"] if stored.license else []
        return {
            "id": name,
            "sha": stored.commit,
            "gated": stored.gated,
            "private": stored.private,
            "downloads": stored.downloads,
            "likes": 1,
            "lastModified": "2024-02-29T12:00:00.000Z",
            "tags": [*tags, *(["gguf"] if stored.gguf else [])],
            "cardData": card,
            **({"gguf": stored.gguf} if stored.gguf else {}),
        }

    def _info(self, name: str, revision: str | None, *, blobs: bool) -> None:
        stored = self.both.repos.get(name)
        if stored is None or (stored.private and self._token() not in stored.granted):
            self._refuse(401, "RepoNotFound", "Repository not found")
        elif revision not in {None, _BRANCH, stored.commit}:
            self._refuse(404, "RevisionNotFound", "Invalid rev id")
        else:
            siblings = [
                sibling(stored, file) if blobs else {"rfilename": file} for file in stored.files
            ]
            self._json({**self._described(name, stored), "siblings": siblings})

    def _resolve(self, name: str, revision: str, file: str) -> None:
        stored = self.both.repos.get(name)
        if stored is None or (stored.private and self._token() not in stored.granted):
            self._refuse(401, "RepoNotFound", "Repository not found")
        elif stored.gated and self._token() not in stored.granted:
            self._refuse(403 if self._token() else 401, "GatedRepo", "Access is restricted")
        elif revision not in {_BRANCH, stored.commit}:
            self._refuse(404, "RevisionNotFound", "Invalid rev id")
        elif file not in stored.files:
            self._refuse(404, "EntryNotFound", "Entry not found")
        else:
            listed = sibling(stored, file)
            etag = listed["lfs"]["sha256"] if "lfs" in listed else listed["blobId"]
            port = self.both.content.server_address[1]
            headers = {
                "X-Repo-Commit": stored.commit,
                "X-Linked-Etag": f'"{etag}"',
                "X-Linked-Size": str(listed["size"]),
                "Location": f"http://127.0.0.1:{port}/{name}/{file}?signature=s3cret",
            }
            self._send(302, headers)


class _Content(_Handler):
    def _answer(self, path: str, query: Mapping[str, list[str]]) -> None:
        _, owner, name, file = unquote(path).split("/", 3)
        data = self.both.repos[f"{owner}/{name}"].files[file]
        faults = self.both.faults
        fault = self.both.take(faults.statuses)
        if fault is not None:
            self._send(fault[0], fault[1])
            return
        if faults.corrupt:
            faults.corrupt -= 1
            data = data[:-1] + bytes([data[-1] ^ 1])
        match = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if match is None or faults.ignore_ranges:
            self._body(200, {}, data)
            return
        start = int(match[1])
        end = min(len(data), int(match[2]) + 1 if match[2] else len(data))
        if start >= len(data):
            self._send(416, {"Content-Range": f"bytes */{len(data)}"})
            return
        told = {"Content-Range": f"bytes {start}-{end - 1}/{len(data)}"}
        self._body(206, told, data[start:end])

    def _body(self, status: int, headers: Mapping[str, str], data: bytes) -> None:
        faults = self.both.faults
        drop = self.both.take(faults.drop_after)
        self._send(status, {**headers, "Content-Length": str(len(data))})
        if self.command == "HEAD":
            return
        whole = data if drop is None else data[:drop]
        if faults.hold is not None:
            faults.hold.wait(60)
        if faults.at_byte is not None:
            cut, call = faults.at_byte
            self.wfile.write(whole[:cut])
            call(cut)
            whole = whole[cut:]
        self.wfile.write(whole)
        if drop is not None:
            self.close_connection = True
