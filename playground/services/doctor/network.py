"""The servers: the hub, its login, and the endpoints of the settings."""

from __future__ import annotations

import os
from collections.abc import Iterator

from playground.domain.hub import HubError
from playground.errors import PlaygroundError
from playground.services.doctor.finding import Finding
from playground.services.endpoints import models_of
from playground.services.hub.api import Hub
from playground.services.settings import load_settings

_LOGIN = "hf auth login"


def login() -> Iterator[Finding]:
    """Whether a login for the hub is there; asks nobody."""
    if Hub().has_token():
        yield Finding("hub", "login", "ok", "A login for the hub is there.")
    else:
        told = "No login for the hub is there; gated and private models need one."
        yield Finding("hub", "login", "ok", told, f"Where you want one: {_LOGIN}")
    if _offline():
        told = "HF_HUB_OFFLINE is set: nothing is fetched or searched."
        yield Finding("hub", "offline", "note", told, "To fetch models: unset HF_HUB_OFFLINE")


def servers() -> Iterator[Finding]:
    """Asks the hub, and every endpoint for its models; only where a person wished so."""
    if not _offline():
        yield from _hub()
    try:
        endpoints = load_settings().endpoints
    except PlaygroundError:
        return  # told with the files
    for one in endpoints:
        try:
            count = len(models_of(one))
        except PlaygroundError as error:
            yield Finding("endpoints", one.name, "problem", error.message, error.hint or "")
        else:
            yield Finding("endpoints", one.name, "ok", f"answers, {count} models")
    if not endpoints:
        yield Finding("endpoints", "settings", "ok", "none are configured")


def _hub() -> Iterator[Finding]:
    hub = Hub()
    try:
        hub.search("llama", limit=1)
    except HubError as error:
        subject = "login" if error.kind == "token" else "connection"
        yield Finding("hub", subject, "problem", error.message, error.hint or "")
        return
    yield Finding("hub", "connection", "ok", f"{hub.endpoint} answers")
    if not hub.has_token():
        return
    try:
        hub.check_token()
    except HubError as error:
        yield Finding("hub", "login", "problem", error.message, error.hint or "")
    else:
        yield Finding("hub", "login", "ok", "The hub takes the login.")


def _offline() -> bool:
    """As huggingface_hub reads it."""
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
