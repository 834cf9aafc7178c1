"""Names that a person, a file or a server gives: none leads out of its folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from playground.errors import PlaygroundError
from playground.services import constraints, exports, local, paths, prompt_files, texts
from playground.services.files import toml_text
from playground.services.hub import targets
from playground.services.hub.api import Hub
from playground.services.sessions import naming
from playground.services.sessions.changing import restore
from playground.services.tasks import finding, making
from playground.services.tasks.reading import read_task
from playground.ui.theming import load_theme

HOSTILE = {
    "above": "../x",
    "far above": "a/../../../../x",
    "two dots": "..",
    "absolute": "/etc/passwd",
    "nul": "a\0b",
    "nul in a path": "a/b\0c.toml",
    "long": "x" * 300,
    "long path": "/".join(["x" * 300] * 3),
    "very long": "x" * 100_000,
    "windows": "..\\..\\x",
    "drive": "C:\\x.toml",
    "control": "\x1b[2J\x07.toml",
    "surrogate": "\udcff.toml",
    "user": "~nobody-here/x.toml",
    "space": " ",
    "newline": "a\nb.gguf",
}
TAKERS: dict[str, Callable[[str], object]] = {
    "session": naming.find,
    "trash": restore,
    "task": finding.find_task,
    "new task": making.new_task,
    "theme": load_theme,
    "model": local.resolve,
    "model to fetch": lambda name: targets.look_up(Hub("http://127.0.0.1:9"), name),
    "revision to fetch": lambda name: Hub("http://127.0.0.1:9").repository("a/b", name),
    "installed model": targets.installed,
    "installed file": lambda name: targets.installed(f"a/b:{name}"),
    "grammar": constraints.read_grammar,
    "schema": constraints.read_schema,
    "adapter": constraints.read_adapter,
    "prompt": lambda name: prompt_files.read_prompt_file(prompt_files.path_of(name)),
    "names of prompts": prompt_files.names_like,
    "place of a text": texts.place,
    "format of an export": exports.form_of,
}


@pytest.mark.parametrize("taker", TAKERS)
def test_a_hostile_name_is_refused_in_words_and_makes_nothing(
    taker: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for what, name in HOSTILE.items():
        try:
            TAKERS[taker](name)
        except PlaygroundError as error:
            assert error.message.strip(), what
    assert os.listdir(tmp_path) == []  # noqa: PTH208
    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "name",
    ["../rows.jsonl", "/etc/passwd.jsonl", "a/../../rows.jsonl", "..\\rows.jsonl", "\0.jsonl"],
)
def test_a_task_takes_its_examples_from_beside_it(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er"
    path = making.new_task("mine", folder)
    (tmp_path / "deep" / "rows.jsonl").write_bytes((folder / "mine.jsonl").read_bytes())
    text = path.read_text()
    changed = text.replace('examples = "mine.jsonl"', toml_text({"examples": name}).strip())
    assert changed != text
    path.write_text(changed)
    with pytest.raises(PlaygroundError, match="examples is") as caught:
        read_task(path)
    assert "mine.toml" in caught.value.message


def test_a_title_is_no_name_of_a_file() -> None:
    from playground.services.sessions import SessionStore
    from playground.services.sessions.changing import change, duplicate
    from tests.services.records import answer, ask, record

    store = SessionStore()
    record(store, ask("hello"), answer("hi"))
    store.close()
    for title in HOSTILE.values():
        if title.strip():
            change(store.path, title=title)
            assert duplicate(store.path).parent == paths.sessions_folder()
    assert all(path.parent == paths.sessions_folder() for path in paths.data_folder().rglob("*.*"))
