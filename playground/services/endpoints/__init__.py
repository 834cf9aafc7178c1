"""Endpoints of the settings as models of the catalog: named there, or told by the server."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence

from playground.domain.catalog import CatalogEntry
from playground.domain.endpoints import SERVER_TEMPLATE, EndpointSettings
from playground.errors import PlaygroundError

_ASKING_SECONDS = 3.0
_LONGEST_ANSWER = 2**22  # bytes


class EndpointError(PlaygroundError):
    """An endpoint does not tell what it serves, or may not be used yet."""


def endpoint_entry(
    endpoint: EndpointSettings, model: str, known: Iterable[CatalogEntry] = ()
) -> CatalogEntry:
    """The entry of a served model; `known` tells the licence of one that is in the catalog."""
    folded = model.casefold()
    twin = next((one for one in known if folded in _names(one)), None)
    return CatalogEntry(
        id=f"{endpoint.name}/{model}",
        model=f"{endpoint.name}/{model}",
        tag="",
        name=model,
        family=f"endpoint {endpoint.name}",
        architecture=twin.architecture if twin else "unknown",
        model_type="endpoint",
        format="endpoint",
        quantisation="",
        parameters=twin.parameters if twin else None,
        size_bytes=None,
        context_length=twin.context_length if twin else None,
        license=twin.license if twin else "unknown",
        template=SERVER_TEMPLATE,
        engines=("remote",),
        bundled=False,
        path=None,
        repo=None,
        file=model,
        notes=(f"Running it {endpoint.warning}.",),
        upstream=twin.upstream if twin else None,
        endpoint=endpoint,
    )


def named_entries(
    endpoints: Sequence[EndpointSettings], known: Sequence[CatalogEntry] = ()
) -> list[CatalogEntry]:
    """The models that the settings name; nothing is asked."""
    return [
        endpoint_entry(endpoint, model, known)
        for endpoint in endpoints
        for model in endpoint.models
    ]


def served_entries(
    endpoint: EndpointSettings, known: Sequence[CatalogEntry] = ()
) -> list[CatalogEntry]:
    """The models of an endpoint: those that are named, or else those that the server tells of.

    Takes up to `_ASKING_SECONDS`. Raises `EndpointError` where the server gives no list.
    """
    models = endpoint.models or models_of(endpoint)
    return [endpoint_entry(endpoint, model, known) for model in models]


def find_endpoint(endpoints: Sequence[EndpointSettings], name: str) -> CatalogEntry | None:
    """The entry that NAME/MODEL means; None where no endpoint has that name."""
    before, slash, model = name.partition("/")
    for endpoint in endpoints:
        if slash and model and before == endpoint.name:
            return endpoint_entry(endpoint, model)
    return None


def models_of(endpoint: EndpointSettings) -> tuple[str, ...]:
    """What the server says it serves, from GET base_url/models (OpenAI's API reference).

    Raises `EndpointError`.
    """
    import http.client  # 45 ms with what it needs
    import urllib.request

    if not endpoint.base_url:
        raise EndpointError(
            f"The endpoint {endpoint.name} names no models, and {endpoint.host} has no short list.",
            'Name them in the settings: models = ["ORG/MODEL"].',
        )
    request = urllib.request.Request(endpoint.base_url.rstrip("/") + "/models")
    key = os.environ.get(endpoint.api_key_env, "") if endpoint.api_key_env else ""
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    try:
        with urllib.request.urlopen(request, timeout=_ASKING_SECONDS) as answer:
            fields = json.loads(answer.read(_LONGEST_ANSWER))
        models = [item["id"] for item in fields["data"]]
    except (
        *(OSError, http.client.HTTPException),
        *(ValueError, KeyError, TypeError, RecursionError),
    ) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()  # it holds the connection
        raise EndpointError(
            f"The endpoint {endpoint.name} ({endpoint.host}) does not tell its models: "
            f"{_words(error)}.",
            _what_to_do(endpoint, error),
        ) from error
    return tuple(model for model in models if isinstance(model, str) and model)


def _what_to_do(endpoint: EndpointSettings, error: Exception) -> str:
    """A server that refuses us runs: what it wants is the key."""
    if getattr(error, "code", 0) not in {401, 403}:
        return "Is the server running? Or name them in the settings: models = [...]."
    if not endpoint.api_key_env:
        return "It wants a key: name the variable that holds it in the settings, api_key_env."
    held = "holds another key" if os.environ.get(endpoint.api_key_env) else "is empty"
    return f"The variable {endpoint.api_key_env} {held}; put the server's key into it."


def _words(error: Exception) -> str:
    """What went wrong, without the wrapping that urllib puts around it."""
    if hasattr(error, "code"):
        return f"it answers {error.code}"
    reason = getattr(error, "reason", error)
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror.lower()
    return f"{type(error).__name__}: {reason}" if isinstance(error, KeyError) else str(reason)


def _names(entry: CatalogEntry) -> set[str]:
    names = (entry.id, entry.upstream, entry.repo, entry.name)
    return {name.casefold() for name in names if name}
