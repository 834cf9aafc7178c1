"""The catalog service: the models this playground knows, their licences and prompt templates.

Models come from three files: the bundled ones, the shipped catalog, and the user's own
`catalog.toml` in the configuration folder, which adds models and overrides keys of known ones.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from playground.domain.catalog import CatalogEntry, CatalogError, ordered
from playground.domain.licenses import License
from playground.domain.templates import Template
from playground.services import paths
from playground.services.catalog.licenses import read_licenses
from playground.services.catalog.models import Known, ModelTable, entries, read_models
from playground.services.catalog.templates import read_templates
from playground.services.hub import cache

__all__ = [
    "CatalogError",
    "load_all",
    "load_bundled",
    "load_licenses",
    "load_shipped",
    "load_templates",
    "user_catalog",
]

_PACKAGE = Path(__file__).parents[2]


def user_catalog() -> Path:
    """Where the user's own catalog is looked for."""
    return paths.config_folder() / "catalog.toml"


@functools.cache
def load_licenses() -> Mapping[str, License]:
    """The shipped licences by id."""
    return MappingProxyType(read_licenses(_PACKAGE / "data" / "licenses.toml"))


@functools.cache
def load_templates() -> Mapping[str, Template]:
    """The shipped prompt templates by name."""
    return MappingProxyType(read_templates(_PACKAGE / "data" / "templates.toml"))


def load_bundled() -> tuple[CatalogEntry, ...]:
    """The models that come with the program; reads one small file and looks for the weights."""
    return ordered(entries(_bundled().values()))


def load_shipped() -> tuple[CatalogEntry, ...]:
    """The bundled models and the shipped catalog, whatever the user's own catalog holds."""
    return ordered(entries([*_bundled().values(), *_shipped().values()], _known()))


def load_all() -> tuple[CatalogEntry, ...]:
    """Every model known here, the user's own included, in the order of `ordered`.

    A model of the user's catalog that has the id of a known one replaces the keys it gives, a list
    of files as a whole. Raises `CatalogError` naming file, model and key where that catalog is
    wrong; `load_shipped` still works then.
    """
    models: dict[str, ModelTable] = {**_bundled(), **_shipped()}
    for id_, own in _own().items():
        models[id_] = models[id_].overridden(own) if id_ in models else own
    return ordered(_located(entries(models.values(), _known())))


def _located(found: Iterable[CatalogEntry]) -> Iterator[CatalogEntry]:
    """The entries with the paths of those whose files lie in the hub's cache."""
    for entry in found:
        path = cache.find_entry(entry) if entry.path is None else None
        yield entry if path is None else replace(entry, path=str(path))


@functools.cache
def _bundled() -> Mapping[str, ModelTable]:
    return read_models(_PACKAGE / "demo" / "bundled.toml", bundled=True)


@functools.cache
def _shipped() -> Mapping[str, ModelTable]:
    return read_models(_PACKAGE / "data" / "catalog.toml")


def _own() -> Mapping[str, ModelTable]:
    path = user_catalog()
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise CatalogError(
            f"{paths.shown(path)} cannot be read: {error.strerror}.", "Mend or move that file."
        ) from error
    return read_models(path)


def _known() -> Known:
    return Known(load_licenses(), load_templates())
