"""What an endpoint's refusals mean, whether to try again, and what to do about them."""

from __future__ import annotations

import email.utils
import re
import time
from dataclasses import dataclass
from typing import Any

from playground.engines.backend import BackendError
from playground.engines.protocol import Endpoint, FailureKind

_TRANSIENT = {429, 502, 503, 504}
_LONGEST_WAIT = 30.0
_TOO_LONG = re.compile(r"context (length|size|window)", re.I)
_SHOWN = 300  # characters of a server's own words


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is none: its HTTP status (0 where no answer came) and the server's words."""

    status: int
    said: str
    retry_after: float | None = None
    """Seconds the server asks to wait."""

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed later."""
        return self.status in _TRANSIENT

    def wait(self, attempt: int) -> float:
        """Seconds before the next attempt; `attempt` counts from 0 and doubles the wait."""
        return min(self.retry_after or 0.5 * 2**attempt, _LONGEST_WAIT)


def refusal(error: Exception, key: str = "") -> Refusal:
    """Read an exception of the hub's client; a broken connection has the status 0.

    A server may quote the key it was sent: that is taken out, as the words are kept in sessions.
    """
    response = getattr(error, "response", None)
    if response is None:
        return Refusal(0, _without(key, str(error) or type(error).__name__))
    said = _without(key, _words(response))
    return Refusal(int(response.status_code), said[:_SHOWN], _retry_after(response))


def failure(endpoint: Endpoint, found: Refusal) -> BackendError:
    """The error to show for a refusal that no further attempt will mend."""
    host = host_of(endpoint)
    kind, message, hint = _told(endpoint, found, host)
    words = found.said if found.said.endswith((".", "!", "?", "…")) else f"{found.said}."
    said = f" It says: {words}" if found.said and found.status else ""
    return BackendError(kind, message + said, hint)


def host_of(endpoint: Endpoint) -> str:
    """The part of the address that people know."""
    address = endpoint.base_url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return address or "the hub's inference router"


def _told(endpoint: Endpoint, found: Refusal, host: str) -> tuple[FailureKind, str, str]:
    key = f"the variable {endpoint.api_key_env}" if endpoint.api_key_env else "`api_key_env`"
    if found.status == 0:
        return (
            "load",
            f"{host} cannot be reached: {found.said}.",
            "Is the server running, and base_url in the settings right?",
        )
    if found.status in {401, 403}:
        return "load", f"{host} refuses the key ({found.status}).", f"Check {key}."
    if found.status == 404:
        return (
            "load",
            f"{host} does not know the model {endpoint.model} or the path (404).",
            "`llmplay models list --all` shows what the endpoint serves; check base_url.",
        )
    if found.status == 429:
        wait = f" for {found.retry_after:g} s" if found.retry_after else ""
        return "engine", f"{host} takes no more requests{wait} (429).", "Wait, and run it again."
    if found.status in {400, 413} and _TOO_LONG.search(found.said):
        return (
            "context",
            f"{host} says that it is too long ({found.status}).",
            "Shorten the prompt.",
        )
    if found.status in {400, 413, 422}:
        return "request", f"{host} refuses the request ({found.status}).", "Change the parameters."
    return "engine", f"{host} failed ({found.status}).", "Run it again, or look at its log."


def _words(response: Any) -> str:
    """The server's own message, however it wraps it."""
    try:
        response.read()
        body = response.json()
    except Exception:  # no JSON, or no more bytes: the plain text will do
        body = getattr(response, "text", "") if _was_read(response) else ""
    while isinstance(body, dict):
        body = next((body[key] for key in ("error", "message", "detail") if key in body), "")
    return " ".join(str(body or "").split())


def _without(key: str, text: str) -> str:
    return text.replace(key, "[removed]") if key else text


def _was_read(response: Any) -> bool:
    return bool(getattr(response, "is_stream_consumed", False))


def _retry_after(response: Any) -> float | None:
    """Seconds, whether the header holds a number or a date (RFC 9110, section 10.2.3)."""
    value = response.headers.get("retry-after")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        try:
            return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
        except ValueError:
            return None
