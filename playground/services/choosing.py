"""Which engine runs a model file: the one that was asked for, else the first that can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.headers import ModelHeader
from playground.engines.backend import FILE_ENGINES
from playground.engines.installation import install_line, installed
from playground.services.modelfiles import RULES, ModelFileError, check, read_header

ENGINES = tuple(RULES)
"""Those that are chosen by the header of a file, the first one first."""
VERSATILE = ("llamacpp",)
"""Those that keep an answer to a grammar or JSON schema and apply LoRA adapters."""


def pinned(entry: CatalogEntry, engine: str) -> CatalogEntry:
    """The same model, to be run by this engine whatever others could: MODEL@ENGINE."""
    return replace(entry, id=f"{entry.id}@{engine}", engine=engine)


def split_engine(name: str) -> tuple[str, str]:
    """MODEL and ENGINE of MODEL@ENGINE; the engine is empty where none of ours is named."""
    model, _, engine = name.rpartition("@")
    return (model, engine) if model and engine in FILE_ENGINES else (name, "")


def choose(
    entry: CatalogEntry,
    header: ModelHeader,
    *,
    asked: str | None = None,
    preferred: str = "",
    wishes: Sequence[str] = (),
) -> str:
    """The engine for this file: `asked` or pinned, else `preferred`, else the first that can.

    `wishes` are what only some engines can do, in words, such as "keep to a grammar". Raises
    `ModelFileError` with every engine's reason, or with the command that installs the one that
    could.
    """
    named = entry.engine or asked
    order = (named,) if named else tuple(dict.fromkeys(one for one in (preferred, *ENGINES) if one))
    if wishes:
        order = tuple(one for one in order if one in VERSATILE)
        if not order:
            raise cannot(entry, f"{named} cannot {' or '.join(wishes)}")
    verdicts = {engine: check(header, engine) for engine in order}
    able = [engine for engine, verdict in verdicts.items() if verdict.runs]
    ready = next((engine for engine in able if installed(engine)), None)
    if ready is not None:
        return ready
    reasons = " ".join(verdict.reason for verdict in verdicts.values() if not verdict.runs)
    if able:
        raise ModelFileError(
            f"{entry.file}: {reasons} {able[0]} can run it and is not installed.".replace(
                "  ", " "
            ),
            f"Run: {install_line(able[0])}",
        )
    if wishes:
        raise cannot(entry, f"only {VERSATILE[0]} can {' or '.join(wishes)}, and {reasons}")
    hints = [verdict.hint for verdict in verdicts.values() if verdict.hint]
    raise ModelFileError(f"{entry.file}: {reasons}", hints[-1] if hints else "")


def cannot(entry: CatalogEntry, why: str) -> ModelFileError:
    """What to raise where a wish cannot be fulfilled."""
    return ModelFileError(
        f"{entry.file or entry.id}: {why.rstrip('.')}.",
        f"Wish that of model files that {VERSATILE[0]} runs, or leave it out.",
    )


def why_not_first(path: Path, engine: str) -> str:
    """Why another engine than the first one runs a file; empty where the first one could."""
    verdict = check(read_header(path), ENGINES[0])
    return "" if verdict.runs else f"{verdict.reason.rstrip('.')}; {engine} runs it."


def why_not_versatile(entry: CatalogEntry) -> str:
    """Why a model can keep to no grammar or schema and take no adapters; empty where it can."""
    if entry.endpoint is not None:
        return "it is served elsewhere, and only llamacpp on this machine can do that."
    if entry.format == "safetensors":
        return f"the transformers pipeline runs it, and only {VERSATILE[0]} can do that."
    if entry.engine and entry.engine not in VERSATILE:
        return f"it is to be run by {entry.engine}, and only {VERSATILE[0]} can do that."
    if entry.path is None:
        return ""
    try:
        verdict = check(read_header(Path(entry.path)), VERSATILE[0])
    except ModelFileError:
        return ""  # the run tells what is wrong with the file
    if not verdict.runs:
        return f"only {VERSATILE[0]} can do that, and {verdict.reason.rstrip('.')}."
    if not installed(VERSATILE[0]):
        return f"{VERSATILE[0]} is not installed; run: {install_line(VERSATILE[0])}"
    return ""


def able(entry: CatalogEntry) -> tuple[str, ...]:
    """The installed engines that can run this model's file, the first one first."""
    if entry.path is None:
        return ()
    try:
        header = read_header(Path(entry.path))
    except ModelFileError:
        return ()
    order = dict.fromkeys((*ENGINES, *FILE_ENGINES))
    return tuple(one for one in order if installed(one) and check(header, one).runs)
