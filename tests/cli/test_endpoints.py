"""Endpoints on the command line: listed, asked about once, run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import llmplay
from tests.engines.endpoint import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture
def settings(home: Path) -> Path:
    path = home / ".config/llmplay/settings.toml"
    path.parent.mkdir(parents=True)
    return path


def configure(settings: Path, server: Server, *lines: str) -> None:
    settings.write_text(
        "\n".join(["[[endpoints]]", 'name = "mine"', f'base_url = "{server.url}"', *lines])
    )


def test_the_models_of_a_server_are_listed(settings: Path, server: Server) -> None:
    configure(settings, server)
    rows = json.loads(llmplay("models", "list", "--all", "--format", "json").out)
    served = [row for row in rows if row["endpoint"]]
    assert [row["id"] for row in served] == ["mine/tiny", "mine/org/large"]
    assert llmplay("models", "list").out.count("mine/") == 0
    configure(settings, server, 'models = ["tiny"]')
    listed = llmplay("models", "list").out
    assert f"asks 127.0.0.1:{server.server_port}" in listed


def test_a_server_that_is_gone_is_told_and_the_rest_is_listed(settings: Path) -> None:
    with serving() as gone:
        configure(settings, gone)
    ended = llmplay("models", "list", "--all")
    assert ended.code == 0
    assert "endpoint mine" in ended.err
    assert "demo-llama" in ended.out


def test_nothing_is_sent_before_a_person_agreed(settings: Path, server: Server) -> None:
    configure(settings, server)
    run = ("run", "-m", "mine/tiny", "-p", "count 2")
    refused = llmplay(*run)
    assert (refused.code, server.asked) == (2, [])
    assert "leaves this machine" in refused.err
    assert "--trust mine" in refused.err
    agreed = llmplay(*run, "--trust", "mine")
    assert (agreed.code, agreed.out) == (0, "0 1 end é\n")
    assert llmplay(*run).code == 0  # it was written down
    with serving() as other:
        configure(settings, other)
        assert llmplay(*run).code == 2  # another host under the same name


def test_a_trusted_endpoint_is_not_asked_about(settings: Path, server: Server) -> None:
    configure(settings, server, "trusted = true")
    ended = llmplay("run", "-m", "mine/tiny", "-p", "count 1", "--format", "json")
    lane = json.loads(ended.out)["lanes"][0]
    assert (lane["text"], lane["engine"], lane["stop_reason"]) == ("0 end é", "remote", "length")
    assert "key" not in settings.parent.joinpath("settings.toml").read_text()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['name = "a b"'], "name must be letters"),
        (['name = "x"', "url = 1"], "unknown key 'url'; the keys are name, base_url"),
        (['name = "x"', 'base_url = "localhost:1"'], "base_url must begin with http"),
        (['name = "x"', "parallel = 0"], "parallel must be a whole number from 1 to 256"),
        (['name = "x"', "[[endpoints]]", 'name = "x"'], "number 2: the name 'x' is taken"),
        (['models = "x"'], "models must be a list of texts"),
    ],
)
def test_a_wrong_table_is_told_with_file_number_and_key(
    settings: Path, lines: list[str], told: str
) -> None:
    settings.write_text("\n".join(["[[endpoints]]", *lines]))
    ended = llmplay("models", "list")
    assert ended.code == 2
    assert str(settings) in ended.err
    assert told in ended.err
