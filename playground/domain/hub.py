"""What the model hub offers, and what is taken from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, TypeAlias, get_args

from playground.domain.sizes import words
from playground.errors import PlaygroundError

Trouble: TypeAlias = Literal[
    "offline",
    "repository",
    "file",
    "gated",
    "token",
    "disk",
    "rate",
    "checksum",
    "license",
    "server",
]
TROUBLES: tuple[Trouble, ...] = get_args(Trouble)


class HubError(PlaygroundError):
    """The hub, the line to it or the disk does not give what was asked for."""

    def __init__(self, kind: Trouble, message: str, hint: str = "") -> None:
        """`kind` is for programs; `message` and `hint` are for people."""
        super().__init__(message, hint)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Found:
    """One repository of a search."""

    repo: str
    license: str | None
    """The tag of its card; None where it has none."""
    parameters: int | None
    """Count, as the header of one of its GGUF files says."""
    architecture: str | None
    downloads: int
    """In the last 30 days."""
    likes: int
    gated: bool
    updated: str
    """The day of the last change, ISO 8601; empty where unknown."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository at one commit."""

    name: str
    """Path inside the repository."""
    size: int
    """Bytes."""
    sha256: str | None
    """Hexadecimal; None for small files that the hub keeps in git itself."""
    git_sha1: str | None = None
    """The git blob id: of the file itself where `sha256` is None."""

    @property
    def etag(self) -> str:
        """What the hub and its cache know the content by."""
        return self.sha256 or self.git_sha1 or ""


@dataclass(frozen=True, slots=True)
class Repository:
    """A model repository of the hub at one commit."""

    id: str
    """OWNER/NAME."""
    revision: str
    """The branch, tag or commit that was asked for."""
    commit: str
    license: str | None
    """The tag of its card, or the name beside a tag of "other"; None where it has none."""
    gated: bool
    files: tuple[RemoteFile, ...]


@dataclass(frozen=True, slots=True)
class Pull:
    """What is to be fetched: one model file, with every part it is split into."""

    repo: str
    revision: str
    commit: str
    files: tuple[RemoteFile, ...]
    """The file to load first; at least one."""
    model: str | None = None
    """The id of the catalog's entry; None for a file the catalog does not know."""
    licenses: tuple[str, ...] = ()
    """Every licence that the catalog and the card name, each once."""
    papers: tuple[RemoteFile, ...] = ()
    """The card and the licence texts that lie beside the model."""
    original: bool = False
    """Whether it is not one file but the repository's unquantised weights, all of them together."""

    @property
    def everything(self) -> tuple[RemoteFile, ...]:
        """All files that are fetched."""
        return (*self.files, *self.papers)

    @property
    def id(self) -> str:
        """REPO:FILE, or hf:REPO for an original; the same for every try to fetch it."""
        return f"hf:{self.repo}" if self.original else f"{self.repo}:{self.files[0].name}"

    @property
    def name(self) -> str:
        """As people know it."""
        return self.model or (
            self.repo if self.original else PurePosixPath(self.files[0].name).name
        )

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.everything)


def papers(files: Iterable[RemoteFile]) -> tuple[RemoteFile, ...]:
    """The card, licence texts and notices of a repository, which are passed on with a model."""
    return tuple(file for file in files if _PAPER.match(file.name) and file.size <= _LARGEST_PAPER)


def part_names(name: str) -> tuple[str, ...]:
    """All files that a split model file consists of, in order; the name alone where it is whole.

    llama.cpp's gguf-split names them NAME-00001-of-00003.gguf.
    """
    match = _SPLIT.fullmatch(name)
    if match is None:
        return (name,)
    count = int(match["count"])
    return tuple(f"{match['stem']}-{at:05d}-of-{count:05d}.gguf" for at in range(1, count + 1))


def model_files(files: Iterable[RemoteFile]) -> tuple[RemoteFile, ...]:
    """The files that are models, of split ones the first part; the smallest first."""
    found = [file for file in files if _is_model(file.name)]
    return tuple(sorted(found, key=lambda file: (file.size, file.name)))


def original_files(repository: Repository) -> tuple[RemoteFile, ...]:
    """What an original consists of: configuration, tokeniser and safetensors weights.

    Raises `HubError` where there are no weights, or only such as can hide programs.
    """
    top = [file for file in repository.files if "/" not in file.name]
    weights = [
        file
        for file in top
        if file.name.endswith(".safetensors") and not file.name.startswith("consolidated")
    ]
    others = [file for file in top if _ORIGINAL.fullmatch(file.name)]
    if not weights or all(file.name != "config.json" for file in others):
        raise HubError(
            "file",
            f"{repository.id} has no configuration with safetensors weights.",
            "Other formats can hide programs: take another model, or a GGUF file of this one.",
        )
    return (*others, *weights)


def choose(repository: Repository, wanted: str | None) -> RemoteFile:
    """The file a person means: its name, or a quantisation only one file has (`Q4_K_M`).

    Without a wish, the only model file of the repository. Raises `HubError` naming what there is.
    """
    offered = model_files(repository.files)
    if wanted is None:
        if len(offered) == 1:
            return offered[0]
        if not offered:
            raise HubError(
                "file",
                f"{repository.id} has no GGUF or GGML file.",
                "Look for a quantised copy: llmplay models search NAME",
            )
        raise HubError(
            "file",
            f"{repository.id} has {len(offered)} model files.",
            f"Name one of them, as in {repository.id}:{offered[0].name}. {_listed(offered)}",
        )
    folded = wanted.casefold()
    for file in repository.files:
        if file.name == wanted:
            return file
    for matches in (
        [file for file in repository.files if file.name.casefold() == folded],
        [file for file in offered if PurePosixPath(file.name).name.casefold() == folded],
        [file for file in offered if folded in _words(file.name)],
    ):
        if len(matches) == 1:
            return matches[0]
    raise HubError(
        "file",
        f"There is no file {wanted} in {repository.id}.",
        _listed(offered) if offered else "It has no GGUF or GGML file.",
    )


_SPLIT = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf")
_ORIGINAL = re.compile(r".+\.(json|model)|(merges|vocab)\.txt")
_PAPER = re.compile(
    r"(README\.md|(LICEN[CS]E|NOTICE|USE_POLICY|COPYING)[^/.]*(\.txt|\.md)?)$", re.IGNORECASE
)
_LARGEST_PAPER = 2**20
_LEGACY = re.compile(r"ggml|ggjt|ggcc|[-_.]q[458]_[01]\b|[-_.]f16\b", re.IGNORECASE)


def _is_model(name: str) -> bool:
    base = PurePosixPath(name).name
    split = _SPLIT.fullmatch(base)
    if split is not None:
        return int(split["number"]) == 1
    if base.endswith(".gguf"):
        return not base.startswith("mmproj")
    return base.endswith((".bin", ".ggml")) and _LEGACY.search(base) is not None


def _words(name: str) -> set[str]:
    """What of a file's name may be a quantisation."""
    base = PurePosixPath(name).name.casefold().rsplit(".", 1)[0]
    split = re.sub(r"-\d{5}-of-\d{5}$", "", base)
    return {word for separator in r".-" for word in split.split(separator)}


def _listed(files: Sequence[RemoteFile], most: int = 12) -> str:
    shown = ", ".join(f"{file.name} ({words(file.size)})" for file in files[:most])
    return f"It has: {shown}{', …' if len(files) > most else ''}."
