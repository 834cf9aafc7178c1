"""What holds for every test: an empty home, no network, and two tiny models to play with."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.makers.weights import Stored

_FOLDERS = {
    "HOME": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_CACHE_HOME": ".cache",
    "XDG_STATE_HOME": ".local/state",
}


@pytest.fixture(scope="session", autouse=True)
def _offline() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_local(getattr(socket.socket, name)))
        # Said to child processes as well, which do not inherit the lines above.
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield


@pytest.fixture(scope="session", autouse=True)
def _empty_home_for_shared_fixtures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fixtures that outlive a test must not see the real home either."""
    with pytest.MonkeyPatch.context() as patch:
        _move_home(patch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder for this test; the XDG folders lie in it."""
    folder = tmp_path_factory.mktemp("home")
    _move_home(monkeypatch, folder)
    return folder


@pytest.fixture(scope="session")
def models_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shared model files lie; tests copy before they change one."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def llama(models_folder: Path) -> Path:
    """A llama of random weights: 512 tokens, a context of 256, endless when greedy."""
    return _endless_llama(models_folder / "llama.gguf", context=256, seed=0)


@pytest.fixture(scope="session")
def long_llama(models_folder: Path) -> Path:
    """The same with a context of 8192, for runs that are to last."""
    return _endless_llama(models_folder / "long.gguf", context=8192, seed=1)


@pytest.fixture(scope="session")
def gpt2(models_folder: Path) -> Path:
    """A gpt2 of random weights: 512 tokens of vocabulary, a context of 256, endless when greedy."""
    from tests.makers import gpt2_file

    file = gpt2_file(context=256)
    _never_end(file["model/wte"], token=0)
    return file.write(models_folder / "gpt2.bin")


def _endless_llama(path: Path, *, context: int, seed: int) -> Path:
    from tests.makers import llama_file

    file = llama_file(context=context, seed=seed)
    _never_end(file["output.weight"], token=2)
    return file.write(path)


def _never_end(output: Stored, token: int) -> None:
    """Give the end-of-text token a score of 0, which is never among the best of random ones."""
    row = len(output.data) // output.shape[1]
    data = bytearray(output.data)
    data[token * row : (token + 1) * row] = bytes(row)
    output.data = bytes(data)


def _move_home(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name, below in _FOLDERS.items():
        patch.setenv(name, os.fspath(folder / below))


def _only_local(connect: Any) -> Any:
    def checked(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_loopback(address):
            raise RuntimeError(f"a test tried to reach {address}: tests run without the network")
        return connect(self, address)

    return checked


def _is_loopback(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else address
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
