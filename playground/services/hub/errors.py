"""What went wrong with the hub, in words that say what to do."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import TYPE_CHECKING

from playground.domain.hub import HubError, Trouble
from playground.domain.sizes import words

if TYPE_CHECKING:
    from huggingface_hub.errors import HfHubHTTPError

LOGIN = "hf auth login"
"""The hub's own program that keeps a token on this machine; it comes with huggingface_hub."""

_KEPT = "What was fetched so far of a model is kept: pull it again to go on."


def page(endpoint: str, repo: str) -> str:
    """The address of a repository's page."""
    return f"{endpoint}/{repo}"


def explained(error: Exception, repo: str, *, endpoint: str, file: str = "") -> HubError:
    """The error of the library as one of ours; no address with a signature, no token is in it."""
    import huggingface_hub.errors as hub  # 0.3 s, and loaded already where an error comes from it

    if isinstance(error, HubError):
        return error
    if isinstance(error, hub.OfflineModeIsEnabled):
        return HubError(
            "offline",
            "The hub is switched off here: HF_HUB_OFFLINE is set.",
            "Unset HF_HUB_OFFLINE to search and to fetch models.",
        )
    if isinstance(error, hub.HFValidationError):
        return HubError(
            "repository", f"{repo!r} is no name of a repository.", "It is written OWNER/NAME."
        )
    if isinstance(error, hub.HfHubHTTPError):
        return _refused(error, repo, endpoint, file)
    if _is_connection(error):
        return HubError(
            "offline",
            f"The hub at {endpoint} cannot be reached: {_reason(error)}.",
            f"Check the network, and HTTPS_PROXY where there is a proxy. {_KEPT}",
        )
    if isinstance(error, OSError):
        return disk(error)
    return HubError(
        "server",
        f"The hub answered with something that makes no sense: {type(error).__name__}.",
        "Try again later.",
    )


def full(needed: int, free: int, folder: str) -> HubError:
    """There is no room for a model."""
    return HubError(
        "disk",
        f"{words(needed)} are needed in {folder}, and {words(free)} are free.",
        "Make room there, or let HF_HUB_CACHE name a folder on a larger disk.",
    )


def limited(seconds: float | None) -> HubError:
    """The hub asks to wait."""
    when = f"in {seconds:.0f} seconds" if seconds is not None else "in a few minutes"
    return HubError(
        "rate",
        "The hub has had too many requests from here and asks to wait.",
        f"Try again {when}; with a login ({LOGIN}) more are allowed. {_KEPT}",
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, as a 429 says in Retry-After or in RateLimit's t=; None where it does not.

    RFC 9110 section 10.2.3; a date instead of seconds counts as not said.
    """
    text = headers.get("retry-after", "")
    if not text:
        fields = headers.get("ratelimit", "").replace(",", ";").split(";")
        text = next((field.strip()[2:] for field in fields if field.strip().startswith("t=")), "")
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds < 1e6 else None


def _refused(error: HfHubHTTPError, repo: str, endpoint: str, file: str) -> HubError:
    import huggingface_hub.errors as hub

    status = error.response.status_code
    address = page(endpoint, repo)
    known: tuple[tuple[type[Exception], Trouble, str, str], ...] = (
        (
            hub.RevisionNotFoundError,
            "repository",
            f"{repo} has no such revision, or no longer.",
            "See {}. A download that was begun long ago: give it up and begin anew.",
        ),
        (hub.RemoteEntryNotFoundError, "file", f"There is no file {file} in {repo}.", "See {}."),
        (hub.DisabledRepoError, "repository", f"The hub has switched {repo} off.", "See {}."),
        (
            hub.RepositoryNotFoundError,
            "repository",
            f"There is no repository {repo} on the hub, or it is private.",
            f"Look for it with `llmplay models search`; if it is private, log in with `{LOGIN}`.",
        ),
    )
    if isinstance(error, hub.GatedRepoError):  # a RepositoryNotFoundError as well
        return _gated(repo, address)
    for type_, kind, message, hint in known:
        if isinstance(error, type_):
            return HubError(kind, message, hint.format(address))
    if status == 429:
        return limited(retry_after(error.response.headers))
    if status in {401, 403}:
        return _unwelcome(status, repo)
    if status == 404:
        return HubError("file", f"The hub has no {file or repo}.", f"See {address}.")
    return HubError("server", f"The hub has trouble (HTTP {status}).", f"Try again later. {_KEPT}")


def _gated(repo: str, address: str) -> HubError:
    message = f"{repo} is gated: its publisher asks who takes it."
    if _token_is_there():
        return HubError(
            "gated",
            message,
            f"Open {address} with the account you are logged in with and agree there; "
            "pull again once access is granted.",
        )
    return HubError(
        "gated", message, f"Open {address} and agree there, log in with `{LOGIN}`, then pull again."
    )


def _unwelcome(status: int, repo: str) -> HubError:
    if not _token_is_there():
        return HubError(
            "token", f"The hub wants a login for {repo}.", f"Log in with `{LOGIN}`, then try again."
        )
    message = (
        "The hub does not accept the token of this machine."
        if status == 401
        else f"The token of this machine does not allow to read {repo}."
    )
    return HubError(
        "token",
        message,
        f"Log in again with `{LOGIN}` (or mend HF_TOKEN, if that is set), then try again.",
    )


def _token_is_there() -> bool:
    from huggingface_hub import get_token

    return get_token() is not None


def _is_connection(error: Exception) -> bool:
    import httpx2  # what huggingface_hub speaks HTTP with; loaded by it already

    return isinstance(error, httpx2.TransportError)


def _reason(error: Exception) -> str:
    import httpx2

    if isinstance(error, httpx2.TimeoutException):
        return "it does not answer"
    text = str(error).strip().rstrip(".")
    return text or type(error).__name__


def disk(error: OSError) -> HubError:
    """The disk, or the folder of the cache, does not take what is to be written."""
    where = error.filename or "the model cache"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return HubError(
            "disk",
            f"The disk of {where} is full.",
            f"Make room there, or let HF_HUB_CACHE name a folder on a larger disk. {_KEPT}",
        )
    return HubError(
        "disk",
        f"{where} cannot be written: {error.strerror or error}.",
        "Mend its permissions, or let HF_HUB_CACHE name another folder.",
    )
