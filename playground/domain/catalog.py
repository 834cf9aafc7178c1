"""The catalog: one row per model file that can be run, and how to find and order them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias, get_args

from playground.domain.endpoints import EndpointSettings
from playground.domain.licenses import VERIFIED, Verified
from playground.errors import PlaygroundError

Format: TypeAlias = Literal["gguf", "ggml", "ggjt", "ggcc", "safetensors", "endpoint"]
Gated: TypeAlias = Literal["no", "auto", "manual", "unknown"]

FORMATS: tuple[Format, ...] = ("gguf", "ggml", "ggjt", "ggcc")
"""Of quantised files, which the catalogs list."""
GATED: tuple[Gated, ...] = get_args(Gated)

ENGINES = ("ctransformers", "llamacpp")
"""The engines the catalog speaks of; which of them are installed is another matter."""


class CatalogError(PlaygroundError):
    """A catalog, licence or template file is wrong, or a model is not in the catalog."""


class Starter(NamedTuple):
    """A prompt that shows what a model can do."""

    title: str
    prompt: str


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One model file that can be run, with everything the catalog says about its model."""

    id: str
    """MODEL for a model's default file, MODEL:TAG for its others, lower-case."""
    model: str
    tag: str
    """Tells the files of a model apart: the quantisation, where that is enough."""
    name: str
    family: str
    architecture: str
    """As GGUF names it, such as "llama" or "gptneox"."""
    model_type: str
    """What ctransformers is told: "gguf" for every GGUF file, else its own name of the type."""
    format: Format
    quantisation: str
    parameters: int | None
    """Count, rounded to about three digits; None where unknown."""
    size_bytes: int | None
    context_length: int | None
    """Tokens of prompt and completion together."""
    license: str
    """The id of a licence."""
    template: str
    """The name of a prompt template."""
    engines: tuple[str, ...]
    """The engines that are expected to run the file, best first; none where that is unknown."""
    bundled: bool
    path: str | None
    """Where the file lies on this machine; None where it is not installed as far as known here."""
    repo: str | None
    """The hub repository; None for files that come from elsewhere."""
    file: str
    """The file's path inside `repo`; for local files as the catalog names it."""
    sampling: Mapping[str, float] = field(default_factory=dict, hash=False)
    """Defaults of sampling parameters that suit the model."""
    starters: tuple[Starter, ...] = ()
    verified: Verified = "none"
    """How far the entry was checked: the weaker of what is known of the model and of the file."""
    notes: tuple[str, ...] = ()
    size_approximate: bool = False
    """Whether `size_bytes` was rounded or estimated."""
    gated: Gated = "unknown"
    """Whether the upstream repository asks for a login and consent, as far as known."""
    upstream: str | None = None
    """The repository the weights were published in first."""
    url: str | None = None
    """Where to get the file when it is in no hub repository."""
    revision: str | None = None
    """The commit of `repo` that holds the file; None for the newest."""
    parts: tuple[str, ...] = ()
    """Further files of `repo` that must lie beside `file`."""
    source: str = ""
    """Where the facts were seen."""
    endpoint: EndpointSettings | None = None
    """Who runs it, where that is not this machine."""
    engine: str | None = None
    """The engine a person chose for it; None leaves the choice to the file."""

    @property
    def full_id(self) -> str:
        """MODEL:TAG, which finds the entry whether or not it is its model's default."""
        return f"{self.model}:{self.tag}"

    @property
    def is_default(self) -> bool:
        """Whether the model's bare name means this file."""
        return self.id == self.model

    @property
    def installed(self) -> bool:
        """Whether the file was found on this machine when the catalog was read."""
        return self.path is not None

    @property
    def runnable(self) -> bool:
        """Whether it can be asked now: here, elsewhere, or fetched by its engine."""
        return self.installed or self.endpoint is not None or self.format == "safetensors"


def find(entries: Sequence[CatalogEntry], wanted: str) -> CatalogEntry:
    """The entry of an id or MODEL:TAG, in any case; raises `CatalogError` with near misses."""
    folded = wanted.strip().casefold()
    for entry in entries:
        if folded in {entry.id, entry.full_id}:
            return entry
    raise CatalogError(
        f"There is no model called {wanted!r} in the catalog.", _hint(entries, folded)
    )


def ordered(entries: Iterable[CatalogEntry]) -> tuple[CatalogEntry, ...]:
    """Bundled first, then by family, parameters and model; each model's default file leads."""
    return tuple(sorted(entries, key=_order))


def by_family(
    entries: Iterable[CatalogEntry],
) -> tuple[tuple[str, tuple[CatalogEntry, ...]], ...]:
    """The families in the order of `ordered`, each with its entries."""
    families: dict[str, list[CatalogEntry]] = {}
    for entry in ordered(entries):
        families.setdefault(entry.family, []).append(entry)
    return tuple((family, tuple(members)) for family, members in families.items())


def shelved(
    entries: Sequence[CatalogEntry], recent: Sequence[str] = ()
) -> tuple[tuple[str, tuple[CatalogEntry, ...]], ...]:
    """The families as `by_family`: those of models that can run first, then those of the others.

    In each family the models in `recent` (by id, the last used first) come first.
    """
    ranks = {id_: rank for rank, id_ in enumerate(recent)}
    return tuple(
        (family, tuple(sorted(members, key=lambda one: ranks.get(one.id, len(ranks)))))
        for runnable in (True, False)
        for family, members in by_family(one for one in entries if one.runnable is runnable)
    )


def weaker(one: Verified, other: Verified) -> Verified:
    """The lesser of two degrees of checking."""
    return max(one, other, key=VERIFIED.index)


def suggest(wanted: str, known: Iterable[str]) -> str:
    """A question naming up to three similar names, or nothing where none is similar."""
    near = difflib.get_close_matches(wanted, list(known), n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(near)}?" if near else ""


def _order(entry: CatalogEntry) -> tuple[bool, str, int, str, bool, int, str]:
    return (
        not entry.bundled,
        entry.family,
        entry.parameters or 0,
        entry.model,
        not entry.is_default,
        entry.size_bytes or 0,
        entry.id,
    )


def _hint(entries: Sequence[CatalogEntry], folded: str) -> str:
    model, colon, _ = folded.partition(":")
    tags = [entry.full_id for entry in entries if colon and entry.model == model]
    if tags:
        return f"{model} has the files {', '.join(tags)}."
    beginning = [
        entry.id for entry in entries if folded and entry.is_default and folded in entry.id
    ]
    if beginning:
        return f"Did you mean {' or '.join(beginning[:3])}?"
    names = {name for entry in entries for name in (entry.id, entry.full_id)}
    return suggest(folded, sorted(names)) or "See `llmplay models list --all`."
