"""What the hub's answer to a request for content means for the download."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playground.domain.hub import HubError
from playground.services.hub.errors import limited, retry_after

if TYPE_CHECKING:
    import httpx2

_BUSY = frozenset({408, 500, 502, 503, 504})


class Changed(Exception):  # noqa: N818 - it says what is so, and never leaves the download
    """What was kept is longer than what the hub has."""


class Again(Exception):  # noqa: N818 - the same
    """The answer ended early, or was no answer; trying again may help."""

    def __init__(self, reason: str, error: HubError, wait: float | None = None) -> None:
        """`error` is what to raise once patience ends; `wait` the seconds the hub asks for."""
        super().__init__(reason)
        self.reason = reason
        self.error = error
        self.wait = wait


async def check(response: httpx2.Response, start: int, size: int) -> None:
    """Raise where the content that follows is not the file from byte `start` on, or none follows.

    `size` is the whole file's. Raises `Again`, `Changed`, `HubError`, or an error of the library.
    """
    from huggingface_hub.utils import hf_raise_for_status

    status = response.status_code
    if status == 429:
        wait = retry_after(response.headers)
        raise Again("the hub asks to wait", limited(wait), wait)
    if status in _BUSY:
        busy = HubError("server", f"The hub has trouble (HTTP {status}).", "Pull again later.")
        raise Again(f"the hub has trouble (HTTP {status})", busy)
    if status == 416 and start > 0:
        raise Changed
    if response.is_error:
        await response.aread()
        hf_raise_for_status(response)
    if status == 206:
        _check_range(response.headers.get("Content-Range", ""), start, size)
    elif response.headers.get("Content-Length", str(size)) != str(size):
        raise _another(f"{response.headers['Content-Length']} bytes instead of {size}")


def _check_range(text: str, start: int, size: int) -> None:
    """RFC 9110, section 14.4."""
    match = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", text)
    if match is None or int(match[1]) != start or match[2] not in {"*", str(size)}:
        raise _another(f"the range {text!r}, asked from byte {start} of {size}")


def _another(what: str) -> HubError:
    return HubError(
        "checksum",
        f"The hub, or something on the way to it, sends another file: {what}.",
        "Check whether the network wants a login, and whether a proxy changes what it carries.",
    )
