"""Model files no catalog knows: an entry from what their own header says."""

from __future__ import annotations

from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.headers import ModelHeader
from playground.domain.templates import detect
from playground.services.catalog import load_templates
from playground.services.modelfiles import RULES, check


def entry_of(path: Path, header: ModelHeader | None) -> CatalogEntry:
    """The entry of a file; without a header no engine is expected to run it."""
    template = "raw"
    if header is not None and header.chat_template:
        found = detect(tuple(load_templates().values()), header.chat_template)
        template = found.name if found else "raw"
    container = header.container if header else "gguf"
    return CatalogEntry(
        id=path.name,
        model=path.name,
        tag="",
        name=(header.name if header else None) or path.stem,
        family="local files",
        architecture=header.architecture if header else "unknown",
        model_type=header.model_type if header else "gguf",
        format=container if container in {"ggml", "ggjt", "ggcc"} else "gguf",  # type: ignore[arg-type]
        quantisation=header.quantisation if header else "",
        parameters=header.parameters if header else None,
        size_bytes=header.size_bytes if header else None,
        context_length=header.context_length if header else None,
        license=(header.license if header else None) or "unknown",
        template=template,
        engines=tuple(one for one in RULES if header and check(header, one).runs),
        bundled=False,
        path=str(path),
        repo=None,
        file=path.name,
    )
