"""Every help is a page of a manual: what, how, with which defaults, examples, and how it ends."""

from __future__ import annotations

import argparse
import re
import shlex

import pytest

from playground.cli.examples import EXAMPLES
from playground.cli.manual import actions, commands
from playground.cli.parser import parser

TOP = parser()
PAGES = {path: one for path, one, _ in commands(TOP)}
LEAVES = {path: one for path, one in PAGES.items() if actions(one) is None}
_COUNTED = re.compile(r"default|only|number|this run|from 1", re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_what_the_command_does(path: str) -> None:
    page = PAGES[path]
    assert page.format_help().startswith(f"usage: llmplay {path} ")
    assert (page.description or "").endswith(".")


@pytest.mark.parametrize("path", LEAVES)
def test_a_page_has_examples_and_exit_codes(path: str) -> None:
    text = LEAVES[path].format_help()
    assert f"\n  llmplay {path}" in text.partition("Examples:")[2]
    codes = " ".join(text.partition("Exit codes:")[2].split())
    assert re.match(r"0 .*, .*2 ", codes), codes


@pytest.mark.parametrize("path", LEAVES)
def test_every_option_is_explained_with_its_default(path: str) -> None:
    for action in LEAVES[path]._actions:
        name = "/".join(action.option_strings) or str(action.metavar)
        assert action.help, name
        assert not action.help.startswith("("), f"{name}: {action.help}"
        if action.option_strings and action.type is not None and not action.required:
            assert _COUNTED.search(action.help), f"{name} tells no default: {action.help}"
        if isinstance(action.default, int) and not isinstance(action.default, bool | None):
            assert f"default: {action.default})" in action.help, name


@pytest.mark.parametrize("example", [one for those in EXAMPLES.values() for one in those])
def test_every_example_can_be_typed(example: str) -> None:
    words = shlex.split(example.partition(" > ")[0])
    arguments = TOP.parse_args(words)
    assert arguments.handler
    path = next(path for path, those in EXAMPLES.items() if example in those)
    assert example.startswith(path)


def test_every_command_has_examples() -> None:
    assert set(EXAMPLES) == set(LEAVES)


def test_the_first_page_tells_of_exit_codes_files_and_environment() -> None:
    text = TOP.format_help()
    for heading in ("Examples:", "Exit codes:", "Files:", "Environment:"):
        assert f"\n{heading}\n" in text
    for told in ("settings.toml", "user.tcss", "HF_HUB_CACHE", "NO_COLOR", "130", "XDG_DATA_HOME"):
        assert told in text


def test_pages_fit_a_terminal_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    wide = []
    for path, page in {"": TOP, **PAGES}.items():
        lines = page.format_help().splitlines()
        # An example is one line, whatever its length: it is there to be copied.
        wide += [(path, one) for one in lines if len(one) > 100 and "llmplay" not in one]
    assert wide == []


def test_the_pages_are_those_that_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        TOP.parse_args(["bench", "--help"])
    assert "Examples:\n  llmplay bench -m demo-llama\n" in capsys.readouterr().out
    assert isinstance(PAGES["bench"], argparse.ArgumentParser)
