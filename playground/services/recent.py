"""Which models were run last, remembered between launches in a small file."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable

from playground.services import paths
from playground.services.files import write_atomic

_KEPT = 200


def recent_models() -> tuple[str, ...]:
    """The ids of the models that were run, the last one first.

    A file that is missing or broken counts as empty: it only decides an order.
    """
    try:
        ids = json.loads((paths.state_folder() / "recent.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(ids, list):
        return ()
    return tuple(id_ for id_ in ids if isinstance(id_, str))[:_KEPT]


def remember(ids: Iterable[str]) -> None:
    """Put these models first; a folder that cannot be written costs the order, nothing else."""
    order = list(dict.fromkeys([*ids, *recent_models()]))[:_KEPT]
    with contextlib.suppress(OSError):
        write_atomic(paths.state_folder() / "recent.json", json.dumps(order).encode())
