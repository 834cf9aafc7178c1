"""The hub's cache on this machine, shared with every other program that uses the hub.

Its layout is the one the hub documents (huggingface.co/docs/huggingface_hub/guides/manage-cache):
blobs by their ETag, snapshots of links to them by commit, refs from a branch to its commit.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from playground.domain.catalog import CatalogEntry
from playground.domain.hub import HubError, Pull, RemoteFile
from playground.domain.hub_names import is_commit, is_fetchable, is_repository, is_revision
from playground.services.hub.errors import disk, full

_SPARE = 64 * 2**20  # bytes left free: a disk that is full to the last makes every program fail


def folder() -> Path:
    """Where the cache lies, by the same environment variables that huggingface_hub reads."""
    environ = os.environ
    base = environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = environ.get("HF_HOME") or f"{base}/huggingface"
    hub = environ.get("HF_HUB_CACHE") or environ.get("HUGGINGFACE_HUB_CACHE") or f"{home}/hub"
    return Path(os.path.expandvars(hub)).expanduser()


def repository_folder(repo: str) -> Path:
    """Where one repository lies."""
    return folder() / f"models--{repo.replace('/', '--')}"


def blob(repo: str, file: RemoteFile) -> Path:
    """Where the content of a file lies once it is whole."""
    return repository_folder(repo) / "blobs" / file.etag


def partial(repo: str, file: RemoteFile) -> Path:
    """Where the content grows."""
    return blob(repo, file).with_name(f"{file.etag}.incomplete")


def lock(repo: str, file: RemoteFile) -> Path:
    """What every program of the hub locks while it fetches the file."""
    return folder() / ".locks" / repository_folder(repo).name / f"{file.etag}.lock"


def here(pull: Pull) -> int:
    """Bytes that are on this machine already."""
    return sum(_size(blob(pull.repo, file), partial(pull.repo, file)) for file in pull.everything)


def check_space(pull: Pull, *, promised: int = 0) -> None:
    """Raise `HubError` where the rest of the files does not fit on the disk.

    `promised` are bytes that other downloads still need there.
    """
    needed = max(0, pull.size - here(pull))
    place = folder()
    try:
        while not place.exists() and place != place.parent:
            place = place.parent
        free = shutil.disk_usage(place).free - promised - _SPARE
    except OSError as error:
        raise disk(error) from error
    if needed > free:
        raise full(needed, max(0, free), str(folder()))


def publish(pull: Pull) -> Path:
    """Give the whole files their names in the snapshot.

    Returns the path of the first one; of an original the folder. Raises `HubError` where one of the
    names would lead elsewhere.
    """
    _check_names(pull)
    root = repository_folder(pull.repo)
    snapshot = root / "snapshots" / pull.commit
    for file in pull.everything:
        pointer = snapshot / file.name
        if pointer.exists():
            continue
        pointer.parent.mkdir(parents=True, exist_ok=True)
        content = blob(pull.repo, file)
        with contextlib.suppress(FileNotFoundError):  # a link to a blob that was deleted
            pointer.unlink()
        try:
            pointer.symlink_to(os.path.relpath(content, pointer.parent))
        except OSError:  # a file system without links
            content.replace(pointer)
    if pull.revision != pull.commit:
        ref = root / "refs" / pull.revision
        ref.parent.mkdir(parents=True, exist_ok=True)
        ref.write_text(pull.commit, encoding="utf-8")
    return snapshot if pull.original else snapshot / pull.files[0].name


def _check_names(pull: Pull) -> None:
    wrong = [one.name for one in pull.everything if not is_fetchable(one)]
    for name, right in ((pull.revision, is_revision), (pull.commit, is_commit)):
        wrong += [] if right(name) else [name]
    if wrong or not is_repository(pull.repo):
        raise HubError(
            "repository",
            f"{(wrong or [pull.repo])[0]!r:.80} of {pull.repo:.80} can be no name in the cache.",
            "Nothing was written; choose another file or revision.",
        )


def discard(pull: Pull) -> None:
    """Delete what was begun and is not whole."""
    for file in pull.everything:
        partial(pull.repo, file).unlink(missing_ok=True)


def find(repo: str, names: Iterable[str], revision: str | None = None) -> Path | None:
    """The first of some files of a repository where all are here in one snapshot; else None."""
    root = repository_folder(repo)
    wanted = list(names)
    try:
        snapshots = [one.name for one in (root / "snapshots").iterdir()]
    except OSError:
        return None
    first = [revision] if revision in snapshots else []
    with contextlib.suppress(OSError, UnicodeDecodeError):
        first.append((root / "refs" / (revision or "main")).read_text(encoding="utf-8").strip())
    for commit in [*first, *sorted(snapshots)] if revision is None else first:
        paths = [root / "snapshots" / commit / name for name in wanted]
        if all(path.is_file() for path in paths):
            return paths[0]
    return None


def find_original(repo: str) -> Path | None:
    """The folder of a repository's unquantised weights; None where they are not here."""
    config = find(repo, ["config.json"])
    if config is None or not any(config.parent.glob("*.safetensors")):
        return None
    return config.parent


def find_entry(entry: CatalogEntry) -> Path | None:
    """Where the file of a catalog entry lies in the cache; None where it, or a part, does not."""
    if entry.repo is None:
        return None
    return find(entry.repo, (entry.file, *entry.parts), entry.revision)


def _size(whole: Path, growing: Path) -> int:
    for path in (whole, growing):
        with contextlib.suppress(OSError):
            return path.stat().st_size
    return 0


def with_parts(first: Path, parts: Iterable[str]) -> list[Path]:
    """A file and those that belong to it, as far as they lie beside it."""
    beside = [first.with_name(Path(part).name) for part in parts]
    return [first, *(path for path in beside if path.is_file() and path != first)]


def remove(path: Path) -> int:
    """Delete a model file; returns the bytes that are free then. Raises `OSError`.

    A link of the hub's cache goes with its blob, unless another snapshot leads to that too.
    """
    size = path.stat().st_size
    if not path.is_symlink():
        path.unlink()
        return size
    content = path.resolve()
    path.unlink()
    root = next((one for one in path.parents if one.name == "snapshots"), None)
    if root is None or content.parent != root.parent / "blobs":
        return 0  # a link of the user's own: what it leads to is not ours
    if any(other.resolve() == content for other in root.rglob("*") if other.is_symlink()):
        return 0
    content.unlink()
    return size
