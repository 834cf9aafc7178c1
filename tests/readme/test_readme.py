"""Every command of the README does what it says, from top to bottom in one home folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.engines.installation import installed
from tests.cli.program import llmplay
from tests.engines.served import KEY, model_served
from tests.readme.blocks import README, Block, blocks, install
from tests.services.hub.server import serving
from tests.services.hub.stored import Stored

BLOCKS = [block for block in blocks() if block.commands]
ROOT = README.parent
WEIGHTS = ROOT / "playground" / "demo" / "weights"
_HUB = {
    "TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF": "tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf",
    "TheBloke/Llama-2-7B-Chat-GGUF": "llama-2-7b-chat.Q4_K_M.gguf",
}
"""What the README fetches; here the bundled model stands in for the weights."""
_GSM8K = '{"question": "What is 2 + 3?", "answer": "2 + 3 = 5\\n#### 5"}\n'
_EXTRAS = {"transformers": "pipeline", "llamacpp": "llamacpp"}
"""The engine that an optional group brings."""
_SESSIONS = {"SESSION": "talk.toml", "OTHER": "life.toml"}
"""What blocks further up have written."""
_CLUSTER = re.compile(
    r"^```toml\n(# [^\n]*settings\.toml\n\[\[endpoints\]\]\n.*?)^```", re.M | re.S
)
_ADDRESS = "http://10.0.0.5:8000/v1"


@pytest.fixture(scope="module")
def cluster(home: Path) -> Iterator[None]:
    """A server on this machine in the place of the README's, and the settings that name it."""
    if not installed("llamacpp"):
        yield
        return
    found = _CLUSTER.search(README.read_text(encoding="utf-8"))
    assert found is not None
    with model_served() as address:
        settings = home / "CONFIG" / "llmplay" / "settings.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(found[1].replace(_ADDRESS, address), encoding="utf-8")
        assert address in settings.read_text(encoding="utf-8")
        yield


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with what the README takes for granted."""
    home = tmp_path_factory.mktemp("readme")
    install(home / "bin")
    (home / "models").mkdir()
    weights = WEIGHTS / "demo-llama.Q8_0.gguf"
    shutil.copy(weights, home / "models" / "llama-2-7b-chat.Q4_K_M.gguf")
    (home / "question.txt").write_text("Why is the sky blue?", encoding="utf-8")
    (home / "test.jsonl").write_text(_GSM8K * 5, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def environment(home: Path, cluster: None) -> Iterator[dict[str, str]]:
    """A hub on this machine that has the two repositories of the README."""
    payload = (WEIGHTS / "demo-llama.Q4_0.gguf").read_bytes()
    with serving() as both:
        for repo, file in _HUB.items():
            both.repos[repo] = Stored({file: payload}, gguf={"architecture": "llama"})
        recorded = home / "DATA" / "llmplay" / "sessions" / "earlier.toml"
        llmplay("run", "-m", "demo-llama", "-p", "Once upon a time", "--session", recorded)
        folders = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "CACHE")}
        yield {
            "HOME": str(home),
            **folders,
            "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "HF_ENDPOINT": both.url,
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "CLUSTER_KEY": KEY,
        }


@pytest.fixture(scope="module")
def carried_out() -> set[Block]:
    """The blocks that were: each goes on with what those above it left behind."""
    return set()


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"line {block.line}")
def test_every_command_works(
    block: Block, home: Path, environment: dict[str, str], carried_out: set[Block]
) -> None:
    if missing := _missing(block):
        pytest.skip(missing)
    for one in BLOCKS[: BLOCKS.index(block) + 1]:  # by itself it needs them, too
        if one not in carried_out and not _missing(one):
            carried_out.add(one)
            _carry_out(one, home, environment)


def _missing(block: Block) -> str:
    """What is not there that the commands need; empty where all is."""
    if block.needs and not installed(_EXTRAS[block.needs]):
        return f"the optional group {block.needs} is not installed"
    if "cluster/" in block.commands and not installed("llamacpp"):
        return "there is no server without llama.cpp"
    return ""


def _carry_out(block: Block, home: Path, environment: dict[str, str]) -> None:
    commands = block.commands
    for place, name in _SESSIONS.items():
        commands = re.sub(rf"\b{place}\b", name, commands)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr


def test_the_key_of_the_cluster_is_that_of_the_server() -> None:
    assert f"export CLUSTER_KEY={KEY}\n" in README.read_text(encoding="utf-8")


def test_set_up_names_what_can_be_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(r"pip install .*'\.\[(\w+)\]'", README.read_text(encoding="utf-8"))
    assert named
    assert set(named) <= set(project["optional-dependencies"])


def test_links_and_pictures_lead_somewhere() -> None:
    text = README.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        if not target.startswith(("http:", "https:")):
            assert (ROOT / target).exists(), target
