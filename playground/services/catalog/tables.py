"""Reading of a data file's tables with errors that name the file, the entry and the key."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from playground.domain.catalog import CatalogError, suggest
from playground.services import paths
from playground.services.files import TomlError, read_toml

SCHEMA = 1
"""The version of the layout that this program reads."""

Choice = TypeVar("Choice", bound=str)

_KINDS: Mapping[type[object], str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a data file and where it stands."""

    file: str
    place: str
    """Such as `model "llama-2-7b", file 2`; empty for the file as a whole."""
    values: Mapping[str, Any]

    def error(self, problem: str, hint: str = "") -> CatalogError:
        """An error that says where it is."""
        where = f"{self.file}, {self.place}" if self.place else self.file
        return CatalogError(f"{where}: {problem}", hint)

    def check_keys(self, known: Collection[str]) -> None:
        """Raise `CatalogError` for a key that means nothing here."""
        for key in self.values:
            if key not in known:
                hint = suggest(key, known) or f"The keys are {', '.join(sorted(known))}."
                raise self.error(f"the key {quoted(key)} is unknown.", hint)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required where there is no default."""
        value: str = self._get(key, str, default)
        if default is None and not value.strip():
            raise self.error(f"{key} is empty.", "Give it a value.")
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is missing."""
        return self.text(key) if key in self.values else None

    def truth(self, key: str, default: bool | None = None) -> bool:
        """True or false; required where there is no default."""
        value: bool = self._get(key, bool, default)
        return value

    def count(self, key: str) -> int | None:
        """A whole number above nought, or None where the key is missing."""
        if key not in self.values:
            return None
        value: int = self._get(key, int, None)
        if value <= 0:
            raise self.error(f"{key} must be above 0, not {value}.")
        return value

    def positive(self, key: str) -> float | None:
        """A number above nought, or None where the key is missing."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
            raise self.error(f"{key} must be a number above 0, not {quoted(value)}.")
        return float(value)

    def choice(self, key: str, accepted: Sequence[Choice], default: Choice | None = None) -> Choice:
        """One of some texts; required where there is no default."""
        return self.accept(key, self._get(key, str, default), accepted)

    def accept(self, key: str, value: object, accepted: Sequence[Choice]) -> Choice:
        """The member of `accepted` that equals the value; raises `CatalogError` where none does."""
        for item in accepted:
            if item == value:
                return item
        hint = suggest(value, accepted) if isinstance(value, str) else ""
        raise self.error(f"{key} must be one of {', '.join(accepted)}, not {quoted(value)}.", hint)

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of texts, by default `default`."""
        values = self._get(key, list, list(default))
        for value in values:
            if not isinstance(value, str):
                raise self.error(f"{key} must be a list of texts, but holds {quoted(value)}.")
        return tuple(values)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of texts, empty where the key is missing."""
        found = []
        for value in self._get(key, list, []):
            if not _is_pair(value):
                raise self.error(
                    f"{key} must be a list of pairs of texts, but holds {quoted(value)}."
                )
            found.append((value[0], value[1]))
        return tuple(found)

    def table(self, key: str, default: Mapping[str, Any] | None = None) -> Table:
        """A table inside this one; required where there is no default."""
        place = f"{self.place}, {key}" if self.place else key
        return Table(self.file, place, self._get(key, dict, default))

    def tables(self, key: str, singular: str) -> tuple[Table, ...]:
        """A list of tables, which must not be empty; each is called `singular` and its number."""
        found = []
        for number, values in enumerate(self._get(key, list, None), 1):
            place = f"{singular} {number}"
            place = f"{self.place}, {place}" if self.place else place
            if not isinstance(values, dict):
                raise self.error(f"{place} must be a table, not {quoted(values)}.")
            found.append(Table(self.file, place, values))
        if not found:
            raise self.error(f"there is no {key}.", f"Add at least one [[{key}]].")
        return tuple(found)

    def called(self, singular: str, name: str) -> Table:
        """The same table under its own name, which is easier to find than its number."""
        return Table(self.file, f"{singular} {name!r}", self.values)

    def _get(self, key: str, kind: type[Any], default: Any) -> Any:
        value = self.values.get(key, default)
        if value is None:
            raise self.error(f"the key {key!r} is missing.", f"Add {key} = … to it.")
        wrong_truth = kind is int and isinstance(value, bool)
        if wrong_truth or not isinstance(value, kind):
            raise self.error(f"{key} must be {_KINDS[kind]}, not {quoted(value)}.")
        return value


def read_tables(path: Path, key: str) -> tuple[Table, ...]:
    """The tables `[[key]]` of a data file.

    Raises `CatalogError` where the file cannot be read, is no TOML, has another schema version,
    no such table, or keys at its top that are neither `schema` nor `key`.
    """
    try:
        whole = Table(paths.shown(path), "", read_toml(path))
    except TomlError as error:
        raise CatalogError(error.message, error.hint) from error
    schema = whole.values.get("schema")
    if schema is None:
        raise whole.error("the key 'schema' is missing.", f"Begin the file with schema = {SCHEMA}.")
    if schema != SCHEMA or isinstance(schema, bool):
        raise whole.error(
            f"schema {quoted(schema)} is not known.", f"This version reads schema = {SCHEMA}."
        )
    whole.check_keys(("schema", key))
    return whole.tables(key, key)


def quoted(value: object) -> str:
    """A value as an error message shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, list) and len(value) == 2 and all(isinstance(item, str) for item in value)
    )
