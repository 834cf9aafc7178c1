"""Keys and tokens of the environment and of the hub's login are in nothing that llmplay writes."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.services import paths
from tests.cli.program import QUICK, Ended, llmplay
from tests.fuzz.answering import Server, answering, response

KEY = "qZ7-private-endpoint-key-93"
TOKEN = "hf_" + "tOkEn" * 7
LOGIN = "hf_" + "lOgIn" * 7
SECRETS = (KEY, TOKEN, LOGIN)


@pytest.fixture
def server() -> Iterator[Server]:
    with answering() as one:
        yield one


@pytest.fixture
def told(home: Path, server: Server) -> dict[str, str]:
    """A person with a key, a token and a login, and an endpoint that wants the key."""
    (home / ".cache/huggingface").mkdir(parents=True)
    (home / ".cache/huggingface/token").write_text(LOGIN)
    paths.settings_file().parent.mkdir(parents=True)
    paths.settings_file().write_text(
        f'[[endpoints]]\nname = "mine"\nbase_url = "{server.url}/v1"\nmodels = ["tiny"]\n'
        'api_key_env = "MY_ENDPOINT"\ntrusted = true\n'
    )
    return {
        "MY_ENDPOINT": KEY,
        "HF_TOKEN": TOKEN,
        "HF_ENDPOINT": server.url,
        "HF_HUB_OFFLINE": "0",
        "TERM": "xterm-256color",
    }


def clean(folder: Path, *ended: Ended) -> None:
    """Neither what was printed nor any file holds a secret, zipped ones included."""
    for one in ended:
        assert not any(secret in one.out + one.err for secret in SECRETS)
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "token":
            data = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as parts:
                    data = b"".join(parts.read(name) for name in parts.namelist())
            assert not any(secret.encode() in data for secret in SECRETS), path


@pytest.mark.slow
def test_an_endpoint_that_echoes_the_key_leaves_it_nowhere(
    told: dict[str, str], server: Server, home: Path, tmp_path: Path
) -> None:
    server.answer = response(f'{{"error": "no such key: {KEY}"}}'.encode(), status="401 No")
    session = tmp_path / "session.toml"
    ask = ("run", "-m", "mine/tiny", "-p", "Hello", "--session", session, *QUICK)
    failed = llmplay(*ask, env=told)
    assert failed.code == 1
    assert "refuses the key" in failed.err
    exports = [
        llmplay("sessions", "export", session, "-o", tmp_path / f"report{ending}", env=told)
        for ending in (".md", ".html", ".json", ".csv")
    ]
    assert [one.code for one in exports] == [0] * 4
    listed = llmplay("sessions", "show", session, env=told)
    clean(tmp_path, failed, listed, *exports)
    clean(home)


@pytest.mark.slow
def test_a_hub_that_echoes_the_token_leaves_it_nowhere(
    told: dict[str, str], server: Server, home: Path, tmp_path: Path
) -> None:
    server.answer = response(f'{{"error": "bad token {TOKEN}"}}'.encode(), status="403 No")
    searched = llmplay("models", "search", "tinyllama", env=told)
    pulled = llmplay("models", "pull", "someone/model:Q4_0", env=told)
    assert (searched.code, pulled.code) == (1, 1), (searched, pulled)
    clean(home, searched, pulled)


@pytest.mark.slow
def test_a_report_of_the_doctor_holds_none(
    told: dict[str, str], server: Server, home: Path, tmp_path: Path
) -> None:
    server.answer = response(f'{{"error": "no such key: {KEY}"}}'.encode(), status="401 No")
    settings = paths.settings_file()
    settings.write_text(settings.read_text().replace('models = ["tiny"]\n', ""))
    bundle = tmp_path / "report.zip"
    ended = llmplay("doctor", "--network", "--report", bundle, env=told)
    assert ended.code == 1
    assert zipfile.is_zipfile(bundle)
    clean(tmp_path, ended)
    clean(home)
    assert os.environ.get("MY_ENDPOINT") is None
