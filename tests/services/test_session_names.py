"""What the list calls a session that nobody gave a title."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.services.local import resolve
from playground.services.sessions.changing import change
from playground.services.sessions.store import SessionStore
from playground.services.sessions.summaries import summary_of
from tests.services.lanes import ask


def recorded(prompt: str) -> Path:
    """A session of its own name with a run of this prompt."""
    store = SessionStore()
    store.start_run(ask([resolve("demo-llama")], prompt))
    store.close()
    return store.path


@pytest.mark.parametrize(
    ("prompt", "beginning"),
    [
        ("Once upon a time", "Once upon a time"),
        ('He said "no"\tand \\ left', 'He said "no" and \\ left'),
        ("\n\n  Two\nlines \n", "Two lines"),
        ("x" * 9_000, "x" * 119 + "…"),
        ('"""', '"""'),
        (" \n", ""),
    ],
)
def test_the_first_prompt_stands_for_a_title(prompt: str, beginning: str) -> None:
    path = recorded(prompt)
    summary = summary_of(path)
    assert summary.beginning == beginning
    assert summary.name == (f"“{beginning}”" if beginning else summary.id)
    change(path, title="Mine")
    assert summary_of(path).name == "Mine"
