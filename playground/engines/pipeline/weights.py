"""Where the weights are: a folder, or a repository of the hub."""

from __future__ import annotations

from pathlib import Path

from playground.engines.backend import BackendError

FILES = ("*.json", "*.safetensors", "*.model", "merges.txt", "vocab.txt")
"""What is needed of a repository."""


def weights_folder(path: str) -> Path:
    """The folder of the weights; a repository of the hub is fetched unless it is here already."""
    folder = Path(path)
    if folder.is_dir():
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        try:
            found = snapshot_download(path, allow_patterns=list(FILES), local_files_only=True)
        except LocalEntryNotFoundError:
            found = snapshot_download(path, allow_patterns=list(FILES))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        words = str(error).strip().splitlines()
        raise BackendError(
            "load",
            f"{path} is not on this machine and cannot be fetched: {words[0] if words else error}",
            "Check the name and the network; a gated model needs `hf auth login` first.",
        ) from error
    return Path(found)


def refused(folder: Path, error: Exception) -> BackendError:
    """What a failure of the library to load means."""
    said = str(error).strip().splitlines()
    message = f"transformers could not load {folder}: {said[0] if said else type(error).__name__}"
    if "trust_remote_code" in str(error):
        return BackendError(
            "load",
            f"{folder} needs a program of its own to be loaded, which llmplay never runs.",
            "Take a model whose architecture transformers knows, or a GGUF file of this one.",
        )
    return BackendError("load", message, "The folder may be incomplete or made for another use.")
