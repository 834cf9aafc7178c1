"""From the tables of a catalog file to one entry per model file."""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.domain.catalog import (
    ENGINES,
    FORMATS,
    GATED,
    CatalogEntry,
    Format,
    Starter,
    suggest,
    weaker,
)
from playground.domain.licenses import VERIFIED, Verified
from playground.engines.backend import FILE_ENGINES
from playground.engines.parameters import PARAMETERS_BY_NAME
from playground.services.catalog.tables import Table, quoted, read_tables

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")

_SHARED_KEYS = frozenset({"verified", "source", "note"})
"""What both a model and its files may say."""
_MODEL_KEYS = _SHARED_KEYS | {
    *("id", "name", "family", "architecture", "parameters", "context_length", "license"),
    *("template", "upstream", "gated", "sampling", "starters", "file"),
}
_FILE_KEYS = _SHARED_KEYS | {
    *("path", "repo", "file", "url", "revision", "parts", "quantisation", "tag", "format"),
    *("model_type", "engines", "size_bytes", "size_gb"),
}
_OLD_LOADER = ("llama", "falcon")
"""The architectures whose GGUF files ctransformers can run."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a catalog may refer to."""

    licenses: Collection[str]
    templates: Collection[str]


@dataclass(frozen=True, slots=True)
class ModelTable:
    """One model as a file tells it, before it is checked."""

    table: Table
    folder: Path
    """What the relative paths of its files start from."""
    bundled: bool

    def overridden(self, other: ModelTable) -> ModelTable:
        """This model with every key that the other gives; a list of files replaces the list.

        What was checked of the files it had says nothing of new ones.
        """
        files = other if "file" in other.table.values else self
        doubt = {"verified": "none"} if files is other else {}
        values: Mapping[str, Any] = {**self.table.values, **doubt, **other.table.values}
        table = Table(other.table.file, other.table.place, values)
        return ModelTable(table, files.folder, files.bundled)


def read_models(path: Path, *, bundled: bool = False) -> dict[str, ModelTable]:
    """The models of a catalog file by id; raises `CatalogError` for a bad or repeated id."""
    found: dict[str, ModelTable] = {}
    for numbered in read_tables(path, "model"):
        id_ = numbered.text("id")
        if not _ID.fullmatch(id_):
            raise numbered.error(
                f"id {quoted(id_)} is not allowed.",
                "Use lower-case letters, digits, dots, - and _.",
            )
        table = numbered.called("model", id_)
        if id_ in found:
            raise table.error("this id is used twice.", "Give each model its own id.")
        found[id_] = ModelTable(table, path.parent, bundled)
    return found


def entries(models: Iterable[ModelTable], known: Known | None = None) -> list[CatalogEntry]:
    """The entries of some models, in their order.

    Raises `CatalogError` naming file, model and key where one is wrong. References to licences
    and templates are looked up in `known`; without it they are taken as they are.
    """
    return [entry for model in models for entry in _model_entries(model, known)]


def _model_entries(model: ModelTable, known: Known | None) -> list[CatalogEntry]:
    table = model.table
    table.check_keys(_MODEL_KEYS)
    license_, template = table.text("license"), table.text("template", "raw")
    if known is not None:
        hint = 'A licence that is not listed is called "other".'
        _check_reference(table, "license", license_, known.licenses, hint)
        _check_reference(table, "template", template, known.templates, "")
    id_ = table.text("id")
    shared: dict[str, Any] = {
        "model": id_,
        "name": table.text("name", id_),
        "family": table.text("family", "own"),
        "architecture": table.text("architecture"),
        "parameters": table.count("parameters"),
        "context_length": table.count("context_length"),
        "license": license_,
        "template": template,
        "upstream": table.optional_text("upstream"),
        "gated": table.choice("gated", GATED, "unknown"),
        "sampling": _sampling(table.table("sampling", {})),
        "starters": tuple(Starter(*pair) for pair in table.pairs("starters")),
    }
    found: dict[str, CatalogEntry] = {}
    for file in table.tables("file", "file"):
        entry = _entry(model, file, shared, is_default=not found)
        if entry.tag in found:
            raise file.error(
                f"the tag {entry.tag!r} is used twice.", "Give one of the two its own tag."
            )
        found[entry.tag] = entry
    return list(found.values())


def _entry(
    model: ModelTable, file: Table, shared: Mapping[str, Any], *, is_default: bool
) -> CatalogEntry:
    file.check_keys(_FILE_KEYS)
    local = file.optional_text("path")
    if not (local or "repo" in file.values or "url" in file.values):
        raise file.error("nothing says where the file is.", "Add path, repo or url to it.")
    name = local or file.text("file")
    kind: Format = file.choice("format", FORMATS, "gguf" if name.endswith(".gguf") else None)
    quantisation = file.text("quantisation")
    tag = file.text("tag", quantisation.lower())
    if not _ID.fullmatch(tag):
        raise file.error(
            f"tag {quoted(tag)} is not allowed.", "Use lower-case letters, digits, dots, - and _."
        )
    path, size, approximate = _place(model, file, local)
    id_, architecture = shared["model"], shared["architecture"]
    table = model.table
    engines = file.texts("engines", _expected(kind, architecture))
    for engine in engines:
        file.accept("engines", engine, FILE_ENGINES)
    degree: Verified = table.choice("verified", VERIFIED, "none")
    notes = (table.text("note", ""), file.text("note", ""))
    sources = (table.text("source", ""), file.text("source", ""))
    return CatalogEntry(
        **shared,
        id=id_ if is_default else f"{id_}:{tag}",
        tag=tag,
        model_type="gguf" if kind == "gguf" else file.text("model_type"),
        format=kind,
        quantisation=quantisation,
        size_bytes=size,
        engines=engines,
        bundled=model.bundled,
        path=path,
        repo=file.optional_text("repo"),
        file=name,
        verified=weaker(degree, file.choice("verified", VERIFIED, degree)),
        notes=tuple(note for note in notes if note),
        size_approximate=approximate,
        url=file.optional_text("url"),
        revision=file.optional_text("revision"),
        parts=file.texts("parts"),
        source="; ".join(source for source in sources if source),
    )


def _place(
    model: ModelTable, file: Table, local: str | None
) -> tuple[str | None, int | None, bool]:
    """Where the file is, its size in bytes, and whether that is rounded."""
    if local is not None:
        try:
            path = model.folder / Path(local).expanduser()
            found = path.stat()
        except (OSError, ValueError, RuntimeError):  # a home folder that cannot be found
            return None, None, False
        return (
            (str(path), found.st_size, False)
            if stat.S_ISREG(found.st_mode)
            else (None, None, False)
        )
    exact, rounded = file.count("size_bytes"), file.positive("size_gb")
    if exact is not None or rounded is None:
        return None, exact, False
    return None, round(rounded * 1e9), True


def _expected(kind: Format, architecture: str) -> tuple[str, ...]:
    """The engines that a file of this format and architecture is made for."""
    if kind != "gguf":
        return ("ctransformers",)
    return ENGINES if architecture in _OLD_LOADER else ("llamacpp",)


def _sampling(table: Table) -> dict[str, float]:
    table.check_keys(PARAMETERS_BY_NAME)
    for key, value in table.values.items():
        problem = PARAMETERS_BY_NAME[key].problem(value)
        if problem:
            raise table.error(problem)
    return dict(table.values)


def _check_reference(table: Table, key: str, value: str, known: Collection[str], hint: str) -> None:
    if value not in known:
        raise table.error(f"there is no {key} {quoted(value)}.", suggest(value, known) or hint)
