"""Questions to the hub, through huggingface_hub; every call blocks and belongs in a thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from playground import __version__
from playground.domain.hub import Found, HubError, RemoteFile, Repository
from playground.domain.hub_names import is_commit, is_fetchable, is_repository, is_revision
from playground.services.hub.errors import explained

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub import HfApi, ModelInfo

_SECONDS = 20.0
_ASKED = ("cardData", "downloads", "gated", "gguf", "lastModified", "likes", "tags")


class Hub:
    """The model hub; a token is found and used by huggingface_hub alone."""

    def __init__(self, endpoint: str | None = None) -> None:
        """`endpoint` is the address of the hub; by default HF_ENDPOINT, or the public one."""
        self._endpoint = endpoint

    @property
    def endpoint(self) -> str:
        """The address of the hub, without a slash at its end."""
        from huggingface_hub import constants  # 0.3 s, as everything of huggingface_hub

        return (self._endpoint or constants.ENDPOINT).rstrip("/")

    def search(self, text: str, *, limit: int = 20, everything: bool = False) -> tuple[Found, ...]:
        """The repositories whose names hold the words, those with most downloads first.

        Only those with GGUF files, unless `everything` is wanted. Raises `HubError`.
        """
        from huggingface_hub.utils import get_session, hf_raise_for_status

        _hush()
        parameters: dict[str, str | int | list[str]] = {
            "search": text,
            "filter": [] if everything else ["gguf"],
            "sort": "downloads",
            "limit": limit,
            "expand": list(_ASKED),
        }
        try:
            # `list_models` asks the same, but tries for half a minute where there is no network.
            answer = get_session().get(
                f"{self.endpoint}/api/models",
                params=parameters,
                headers=self.headers(),
                timeout=_SECONDS,
            )
            hf_raise_for_status(answer)
            return tuple(_found(_model(values)) for values in answer.json())
        except Exception as error:
            raise explained(error, text, endpoint=self.endpoint) from error

    def repository(self, repo: str, revision: str | None = None) -> Repository:
        """A repository and its files at the commit that the revision means now.

        Raises `HubError`.
        """
        if not is_revision(revision or "main"):
            raise HubError(
                "repository",
                f"{revision!r:.80} is no revision of {repo}.",
                "Name a branch, a tag or a commit as the page of the repository does.",
            )
        try:
            info = self._api().model_info(
                repo, revision=revision, files_metadata=True, timeout=_SECONDS
            )
        except Exception as error:
            raise explained(error, repo, endpoint=self.endpoint) from error
        # These become names of folders: a hub that lies must not write elsewhere.
        if not is_commit(info.sha) or not is_repository(repo):
            raise HubError("server", f"The hub names no commit of {repo}.", "Try again later.")
        return Repository(
            id=repo,  # a repository that was renamed keeps the name people and catalogs know
            revision=revision or "main",
            commit=str(info.sha),
            license=_license(info),
            gated=bool(info.gated),
            files=tuple(_files(info)),
        )

    def has_token(self) -> bool:
        """Whether a login is there, in HF_TOKEN or kept by the hub's own program."""
        from huggingface_hub import get_token

        return get_token() is not None

    def check_token(self) -> None:
        """Ask the hub whether it takes the login; raises `HubError`."""
        try:
            self._api().whoami()
        except Exception as error:
            raise explained(error, "the login", endpoint=self.endpoint) from error

    def address(self, repo: str, commit: str, name: str) -> str:
        """Where the content of a file is asked for."""
        return f"{self.endpoint}/{repo}/resolve/{quote(commit, safe='')}/{quote(name)}"

    def headers(self) -> dict[str, str]:
        """What every request for content carries; holds the token, so show it to nobody."""
        from huggingface_hub.utils import build_hf_headers

        headers: dict[str, str] = build_hf_headers(
            library_name="llmplay", library_version=__version__
        )
        # The bytes as they are, so that they can be counted and a part of them asked for.
        return {**headers, "Accept-Encoding": "identity"}

    def session(self) -> httpx2.AsyncClient:
        """A new client for content; whoever takes it closes it."""
        from huggingface_hub.utils import get_async_session

        _hush()
        return get_async_session()

    def _api(self) -> HfApi:
        from huggingface_hub import HfApi

        _hush()
        return HfApi(endpoint=self.endpoint, library_name="llmplay", library_version=__version__)


def _hush() -> None:
    """Let the library log errors only: its warnings would be written across the screen."""
    from huggingface_hub.utils import logging

    logging.set_verbosity(logging.ERROR)


def _model(values: dict[str, Any]) -> ModelInfo:
    from huggingface_hub import ModelInfo

    model: ModelInfo = ModelInfo(**values)  # type: ignore[no-untyped-call]
    return model


def _found(model: ModelInfo) -> Found:
    """Raises `TypeError` for an answer without the name of a repository."""
    if not isinstance(model.id, str):
        raise TypeError(f"a repository is called {model.id!r:.60}")
    header: object = model.gguf
    header = header if isinstance(header, Mapping) else {}
    architecture = header.get("architecture")
    updated = model.last_modified
    return Found(
        repo=model.id,
        license=_license(model),
        parameters=_count(header.get("total")) or None,
        architecture=architecture if isinstance(architecture, str) else None,
        downloads=_count(model.downloads),
        likes=_count(model.likes),
        gated=bool(model.gated),
        updated=updated.date().isoformat() if isinstance(updated, datetime) else "",
    )


def _count(value: object) -> int:
    return value if type(value) is int and value > 0 else 0


def _license(model: ModelInfo) -> str | None:
    """What the card says, where "other" is followed by a name that name; else the tag."""
    card: Any = model.card_data
    card = card if hasattr(card, "get") else {}
    said = card.get("license")
    if isinstance(said, list):
        said = said[0] if said else None
    if said == "other":
        said = card.get("license_name") or said
    if not isinstance(said, str) or not said.strip():
        tags: object = model.tags
        texts = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
        said = next((tag[8:] for tag in texts if tag.startswith("license:")), None)
    # A lone surrogate, which JSON can hold, can be written nowhere.
    return said.strip().casefold().encode("utf-8", "replace").decode() if said else None


def _files(info: ModelInfo) -> list[RemoteFile]:
    """What can be fetched: files with a size, a hash, and a name inside the repository."""
    found = []
    for one in info.siblings or ():
        lfs = one.lfs
        size = lfs.size if lfs is not None else one.size
        if size is None:
            continue
        file = RemoteFile(one.rfilename, size, lfs.sha256 if lfs else None, one.blob_id)
        if is_fetchable(file):
            found.append(file)
    return found
