from __future__ import annotations

import os
from pathlib import Path

from playground.domain.asking import ask
from playground.domain.prompts import PromptOptions
from playground.domain.runs import plan
from playground.services import paths
from playground.services.catalog import load_bundled, load_templates
from playground.services.history import earlier_prompts
from playground.services.sessions import SessionStore


def record(path: Path, *prompts: str, variants: tuple[str, ...] = ()) -> None:
    """A session in which these were run."""
    store = SessionStore(path)
    for prompt in prompts:
        asked = ask(variants or [prompt], 0, {}, PromptOptions())
        entries = load_bundled()[:1]
        request = plan(entries, load_templates(), prompt=prompt, variants=asked.variants)
        store.start_run(request)
    store.close()


def test_there_are_none_before_the_first_run() -> None:
    assert earlier_prompts() == ()


def test_the_current_session_comes_first_then_the_recent_ones_each_prompt_once() -> None:
    folder = paths.sessions_folder()
    record(folder / "old.toml", "the oldest", "again")
    record(folder / "new.toml", "again", "a newer\none\r\n\ud800")
    os.utime(folder / "old.toml", (1, 1))
    assert earlier_prompts() == ("a newer\none\r\n\ud800", "again", "the oldest")
    assert earlier_prompts(folder / "old.toml")[0] == "again"
    assert earlier_prompts(folder / "not written yet.toml")[-1] == "the oldest"


def test_variants_are_found_as_well() -> None:
    record(paths.sessions_folder() / "one.toml", "first", variants=("first", "second"))
    assert earlier_prompts() == ("first", "second")


def test_a_broken_session_is_passed_over() -> None:
    folder = paths.sessions_folder()
    record(folder / "good.toml", "kept")
    (folder / "broken.toml").write_text("[[runs]\n", encoding="utf-8")
    (folder / "odd.toml").write_text(
        'schema = 1\nruns = ["x", {prompt = 3}]\n[session]\n', encoding="utf-8"
    )
    assert earlier_prompts() == ("kept",)
