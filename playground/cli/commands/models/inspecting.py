"""`llmplay models inspect`: what is in a model file."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from playground.cli import output
from playground.cli.diagnostics import OK, ProgressLine
from playground.domain import inspection as shown
from playground.domain.catalog import CatalogEntry
from playground.domain.inspection_text import description
from playground.services.files import sha256_of
from playground.services.inspecting import inspect
from playground.services.local import resolve
from playground.services.modelfiles import ModelFileError


def execute(arguments: argparse.Namespace) -> int:
    """Print the header; with --text also the tokens that the model makes of it."""
    entry = resolve(arguments.file)
    if entry.path is None:
        raise ModelFileError(
            f"{entry.id} is not on this machine.", "Fetch it first, or name a file."
        )
    found = inspect(Path(entry.path))
    digest = found.sha256 or (sha256_of(found.path) if arguments.sha256 else None)
    tokens = _tokens(entry, arguments.text) if arguments.text is not None else None
    if arguments.format == "json":
        fields = shown.record(found.header, found.verdicts, path=str(found.path), sha256=digest)
        if tokens is not None:
            fields["tokens"] = [{"id": id_, "text": text} for id_, text in tokens]
        output.write_json(fields)
        return OK
    told = description(
        found.header, found.verdicts, path=str(found.path), sha256=digest, tensors=arguments.tensors
    )
    for line in told:
        output.write(line.rstrip() + "\n")
    if tokens is not None:
        output.write(f"\n{len(tokens)} tokens\n")
        for id_, text in tokens:
            output.write(f"  {id_:>7}  {text!r}\n")
    return OK


def _tokens(entry: CatalogEntry, text: str) -> list[tuple[int, str]]:
    from playground.services.pool import EnginePool
    from playground.services.settings import load_settings
    from playground.services.tokens import TokenCounter

    async def ask() -> list[tuple[int, str]]:
        settings = load_settings()
        pool = EnginePool(warm=0, stall_seconds=settings.stall_seconds)
        try:
            return await TokenCounter(pool, settings).tokens(entry, text)
        finally:
            await pool.close()

    progress = ProgressLine(quiet=False)
    progress.show(f"{entry.id}: loading the model …")
    try:
        return asyncio.run(ask())
    finally:
        progress.clear()
