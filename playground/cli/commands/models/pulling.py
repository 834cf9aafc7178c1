"""`llmplay models pull`: fetch models from the hub."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playground.cli import output
from playground.cli.commands.models import accepting
from playground.cli.commands.models.pull_progress import Teller
from playground.cli.diagnostics import FAILED, OK, UsageError, complain
from playground.cli.signals import stopping
from playground.domain.downloads import Progress
from playground.domain.hub import HubError, Pull
from playground.services.hub import targets, unfinished
from playground.services.hub.api import Hub
from playground.services.hub.downloads import Downloads
from playground.services.obstacles import obstacle

_TELL_SECONDS = 0.25


def execute(arguments: argparse.Namespace) -> int:
    """Fetch and print where each model lies; raises `PlaygroundError` for wrong usage."""
    hub = Hub()
    records: dict[str, dict[str, Any]] = {}
    pulls: dict[str, Pull] = {}
    for text in arguments.models:
        try:
            installed = targets.installed(text)
            if installed is None:
                pulls[text] = targets.look_up(hub, text)
            else:
                records[text] = {**_nothing(text), "state": "done", "path": str(installed)}
        except HubError as error:
            complain(error)
            records[text] = {**_nothing(text), "error": _error(error)}
    if not arguments.models:
        pulls = {pull.id: pull for pull in unfinished.remembered()}
        if not pulls:
            raise UsageError(
                "No model is named, and nothing was left unfinished.",
                "Name one: llmplay models pull MODEL (llmplay models list --all lists them).",
            )
    accepting.settle(list(pulls.values()), arguments.accepted)
    code = OK
    if pulls:
        code, ended = asyncio.run(_fetch(hub, pulls, Teller(quiet=arguments.quiet)))
        records |= ended
    _warn(records.values())
    ordered = [records[text] for text in dict.fromkeys([*arguments.models, *pulls])]
    _print(ordered, arguments.format)
    failed = any(record["state"] == "failed" for record in ordered)
    return code or (FAILED if failed else OK)


async def _fetch(
    hub: Hub, pulls: Mapping[str, Pull], teller: Teller
) -> tuple[int, dict[str, dict[str, Any]]]:
    """Fetch all; returns the exit code of an interruption or 0, and a record of each."""
    downloads = Downloads(hub)
    refused: dict[str, HubError] = {}
    with stopping(downloads.close) as came:
        for pull in pulls.values():
            try:
                downloads.add(pull)
            except HubError as error:
                complain(error)
                refused[pull.id] = error
        settled = asyncio.ensure_future(downloads.settle())
        while not settled.done():
            teller.tell(downloads.progress)
            await asyncio.wait([settled], timeout=_TELL_SECONDS)
        teller.end(downloads.progress)
    progress = {one.id: one for one in downloads.progress}
    if came:
        complain("interrupted; what came so far is kept, and the same command goes on with it.")
    return 128 + came[0] if came else OK, {
        text: _record(pull, progress.get(pull.id), refused.get(pull.id))
        for text, pull in pulls.items()
    }


def _warn(records: Iterable[dict[str, Any]]) -> None:
    """Say of the files that came why nothing here runs them."""
    for record in records:
        path = Path(record["path"] or "")
        problem = obstacle(path) if record["files"] and path.is_file() else None
        if problem is not None:
            complain(problem)


def _nothing(text: str) -> dict[str, Any]:
    """The record of what is not fetched now: it is here already, or the hub does not have it."""
    return {
        "model": text,
        "repo": None,
        "commit": None,
        "files": [],
        "licenses": [],
        "state": "failed",
        "bytes": 0,
        "path": None,
    }


def _record(pull: Pull, progress: Progress | None, error: Exception | None) -> dict[str, Any]:
    if progress is not None:
        error = progress.error
    return {
        "model": pull.name,
        "repo": pull.repo,
        "commit": pull.commit,
        "files": [
            {"name": file.name, "size_bytes": file.size, "sha256": file.sha256}
            for file in pull.everything
        ],
        "licenses": list(pull.licenses),
        "state": progress.state if progress is not None else "failed",
        "bytes": progress.done if progress is not None else 0,
        "path": progress.path if progress is not None else None,
        **({"error": _error(error)} if isinstance(error, HubError) else {}),
    }


def _error(error: HubError) -> dict[str, str]:
    return {"kind": error.kind, "message": error.message, "hint": error.hint}


def _print(records: Sequence[dict[str, Any]], format_: str) -> None:
    if format_ == "json":
        output.write_json(records)
        return
    for record in records:
        if record.get("path"):
            output.write(f"{record['path']}\n")
