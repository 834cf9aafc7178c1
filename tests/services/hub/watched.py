"""Askers of servers that answer what is in a file, for a process that counts what they cost."""

from __future__ import annotations

from pathlib import Path

import huggingface_hub.hf_api  # noqa: F401  not counted

from playground.domain.endpoints import EndpointSettings
from playground.services.endpoints import models_of
from playground.services.hub.api import Hub
from tests.fuzz.answering import answering, response


def hub_search(path: Path) -> None:
    """The answer to a search."""
    with answering() as server:
        server.answer = response(path.read_bytes())
        Hub(server.url).search("demo")


def hub_repository(path: Path) -> None:
    """What the hub tells of a repository."""
    with answering() as server:
        server.answer = response(path.read_bytes())
        Hub(server.url).repository("a/b")


def endpoint_models(path: Path) -> None:
    """The list of models of an endpoint."""
    with answering() as server:
        server.answer = response(path.read_bytes())
        models_of(EndpointSettings("cluster", server.url))
