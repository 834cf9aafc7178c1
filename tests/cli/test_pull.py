from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import COMMAND, environment, llmplay
from tests.services.hub.conftest import LLAMA, server
from tests.services.hub.server import HubServer
from tests.services.hub.stored import Stored

__all__ = ["server"]

FILE = f"{LLAMA}:demo.Q8_0.gguf"


def records(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    done = llmplay("models", "pull", "--format", "json", *arguments)
    found: list[dict[str, Any]] = json.loads(done.out)
    return done.code, found


def test_a_pull_prints_where_the_model_lies_and_it_runs(server: HubServer) -> None:
    done = llmplay("models", "pull", FILE)
    assert done.code == 0, done.err
    path = Path(done.out.strip())
    assert path.read_bytes() == server.repos[LLAMA].files["demo.Q8_0.gguf"]
    assert "demo.Q8_0.gguf: 1.68 MB, checked" in done.err
    ran = llmplay("run", "-m", path, "-p", "Once", "--seed", "1", "--max-new-tokens", "4")
    assert ran.code == 0, ran.err
    asked = len(server.asked)
    again = llmplay("models", "pull", FILE)
    assert (again.code, again.out) == (0, done.out)
    assert len(server.asked) == asked, "what is here is not asked for"


def test_several_at_once_and_one_that_fails(server: HubServer) -> None:
    code, (good, bad, other) = records(f"{LLAMA}:Q8_0", f"{LLAMA}:Q9", f"{LLAMA}:Q4_0")
    assert code == 1
    assert {good["state"], other["state"]} == {"done"}
    assert bad["state"] == "failed"
    assert bad["error"]["kind"] == "file"
    assert set(bad) == {*good, "error"} == {*other, "error"}
    assert good["files"][0]["sha256"] in {path.name for path in Path.home().rglob("blobs/*")}


def test_what_is_here_has_a_record_like_any_other(server: HubServer) -> None:
    (fetched,), (here,) = records(FILE)[1], records(FILE)[1]
    assert set(fetched) == set(here)
    assert here["path"] == fetched["path"]


def test_quiet_says_nothing(server: HubServer) -> None:
    assert llmplay("models", "pull", "--quiet", FILE).err == ""


def test_without_a_name_what_was_left_is_gone_on_with(server: HubServer) -> None:
    nothing = llmplay("models", "pull")
    assert nothing.code == 2
    assert "No model is named" in nothing.err
    server.faults.drop_after = [1_000_000]
    server.faults.statuses = []
    interrupt_at(server, 900_000, signal.SIGINT)
    done = llmplay("models", "pull")
    assert done.code == 0, done.err
    assert Path(done.out.strip()).name == "demo.Q8_0.gguf"
    assert llmplay("models", "pull").code == 2


def interrupt_at(server: HubServer, byte: int, number: int) -> tuple[int, str]:
    """Pull, and signal the program at a byte; returns its exit code and what it complained."""
    told = threading.Event()
    go_on = threading.Event()

    def hold(_: int) -> None:
        told.set()
        go_on.wait(60)

    server.faults.at_byte = (byte, hold)
    with subprocess.Popen(
        [*COMMAND, "models", "pull", FILE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as program:
        assert told.wait(60)
        os.kill(program.pid, number)
        _, err = program.communicate(timeout=60)
    go_on.set()
    server.faults.at_byte = None
    return program.returncode, err.decode()


def test_an_interruption_keeps_what_came(server: HubServer) -> None:
    code, err = interrupt_at(server, 1_200_000, signal.SIGINT)
    assert code == 130
    assert "the same command goes on with it" in err
    assert "Traceback" not in err
    assert llmplay("models", "pull", FILE).code == 0
    first, second = (asked.start for asked in server.requests("content"))
    assert first == 0
    assert second is not None
    assert second > 0


def test_a_killed_program_is_gone_on_with(server: HubServer) -> None:
    dice = random.Random(11)
    data = server.repos[LLAMA].files["demo.Q8_0.gguf"]
    for _ in range(3):
        code, _ = interrupt_at(server, dice.randrange(200_000), signal.SIGKILL)
        assert code == -signal.SIGKILL
        assert not list(Path.home().rglob("snapshots/*/*"))
    done = llmplay("models", "pull", FILE)
    assert Path(done.out.strip()).read_bytes() == data


def test_a_file_that_nothing_here_runs_is_fetched_and_told_of(server: HubServer) -> None:
    server.repos["some/Broken"] = Stored({"a.gguf": b"GGUF" + bytes(99)})
    done = llmplay("models", "pull", "some/Broken")
    assert done.code == 0
    assert Path(done.out.strip()).is_file()
    assert "a.gguf" in done.err.splitlines()[-2]
    assert "Traceback" not in done.err


def test_conditions_are_accepted_by_name_and_only_once(server: HubServer) -> None:
    server.repos["meta/Llama"] = Stored({"a.gguf": b"x" * 99, "b.gguf": b"y" * 9}, license="llama2")
    refused = llmplay("models", "pull", "meta/Llama:a.gguf")
    assert refused.code == 2
    assert "Nobody accepted the conditions of: Llama 2" in refused.err
    assert "--accept-license llama2" in refused.err
    assert server.requests("content") == []
    wrong = llmplay("models", "pull", "meta/Llama:a.gguf", "--accept-license", "lama2")
    assert wrong.code == 2
    assert "Did you mean llama2" in wrong.err
    good = llmplay("models", "pull", "meta/Llama:a.gguf", "--accept-license", "llama2")
    assert good.code == 0, good.err
    assert llmplay("models", "pull", "meta/Llama:b.gguf").code == 0


def test_a_model_of_the_catalog_is_installed_afterwards(server: HubServer) -> None:
    own = Path.home() / ".config/llmplay/catalog.toml"
    own.parent.mkdir(parents=True)
    own.write_text(
        'schema = 1\n[[model]]\nid = "mine"\narchitecture = "llama"\nlicense = "mit"\n'
        f'file = [{{ repo = "{LLAMA}", file = "demo.Q8_0.gguf", quantisation = "Q8_0" }}]\n'
    )
    assert "mine" not in llmplay("models", "list").out
    done = llmplay("models", "pull", "mine")
    assert done.code == 0, done.err
    (found,) = json.loads(llmplay("models", "list", "--format", "json", "mine").out)
    assert found["installed"]
    assert Path(found["path"]).samefile(done.out.strip())
    ran = llmplay("run", "-m", "mine", "-p", "Once", "--seed", "1", "--max-new-tokens", "4")
    assert ran.code == 0, ran.err


def test_a_gated_model_leads_to_the_page_and_the_login(server: HubServer) -> None:
    server.repos["meta/Gated"] = Stored({"a.gguf": b"x" * 99}, gated="auto")
    done = llmplay("models", "pull", "meta/Gated")
    assert done.code == 1
    assert f"{server.url}/meta/Gated" in done.err
    assert "hf auth login" in done.err


def test_no_token_is_ever_written(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    server.repos["meta/Gated"] = Stored({"a.gguf": b"x" * 99}, gated="auto")
    for target in ("meta/Gated", FILE):
        done = llmplay("models", "pull", target, "--format", "json")
        assert "hf_mine" not in done.out + done.err
    files = [path for path in Path.home().rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"hf_mine" in path.read_bytes()]


def test_a_search(server: HubServer) -> None:
    done = llmplay("models", "search", "demo", "llama")
    assert done.code == 0
    assert "1.27 M" in done.out
    assert "Apache-2.0" in done.out
    (found,) = json.loads(llmplay("models", "search", "demo-llama", "--format", "json").out)
    assert found["repo"] == LLAMA
    assert found["parameters"] == 1_267_072


def test_a_search_without_a_hub_says_what_to_do() -> None:
    done = llmplay("models", "search", "demo", env={"HF_HUB_OFFLINE": "1"})
    assert done.code == 1
    assert "Unset HF_HUB_OFFLINE" in done.err
