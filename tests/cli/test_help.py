"""`llmplay help TOPIC`."""

from __future__ import annotations

from dataclasses import fields

import pytest

from playground.cli.commands.help import EXPLAINED
from playground.cli.options.topics import TOPICS
from playground.domain.keymap import KEYMAP
from playground.services import paths
from playground.services.settings import Settings
from playground.ui.theming import load_theme
from tests.cli.program import llmplay


def test_every_topic_is_listed_and_explained() -> None:
    assert list(EXPLAINED) == list(TOPICS)
    out = llmplay("help").out
    assert all(f"\n{topic} " in out for topic in TOPICS)


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        ("filters", ["commercial", "size"]),
        ("sessions", ["llmplay sessions export", "/llmplay/sessions"]),
        ("sampling", ["repetition_penalty", "greedy"]),
        ("templates", ["chatml"]),
        ("exports", [".html", "spreadsheets"]),
        ("themes", ["primary", "none yet"]),
        ("endpoints", ["base_url", "timeout_seconds", "counts as hung"]),
        ("engines", ["ctransformers", "llamacpp"]),
        ("evaluation", ["rougeL", "llmplay tasks import", "arithmetic"]),
        ("keys", [key.id for key in KEYMAP]),
        ("settings", [one.name for one in fields(Settings)]),
    ],
)
def test_a_topic_tells_what_the_program_knows(
    topic: str, told: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    EXPLAINED[topic]()
    out = capsysbinary.readouterr().out.decode()
    assert [one for one in told if one not in out] == []


def test_the_theme_that_is_shown_is_one(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    EXPLAINED["themes"]()
    out = capsysbinary.readouterr().out.decode()
    path = paths.config_folder() / "themes" / "shown.toml"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(line for line in out.splitlines() if line.startswith("  ")))
    assert load_theme("shown").primary == "#88aaff"
    assert all(f"{colour}" in out for colour in ("primary", "accent", "panel", "user.tcss"))


def test_a_topic_that_does_not_exist() -> None:
    ended = llmplay("help", "cooking")
    assert ended.code == 2
    assert "invalid choice: 'cooking'" in ended.err
