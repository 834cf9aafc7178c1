"""The README's tables and files, held against the code that reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from pathlib import Path

import pytest

from playground.domain.endpoints import EndpointSettings
from playground.domain.key_changes import change_keys
from playground.domain.keymap import KEYMAP, Key
from playground.services import paths
from playground.services.catalog import load_all
from playground.services.settings import Settings, load_settings
from playground.ui.keys import shown
from playground.ui.theming import load_theme, theme_files
from tests.readme.blocks import README

TEXT = README.read_text(encoding="utf-8")
ROOT = README.parent
_TOML = re.compile(r"^```toml\n# ~/\.config/llmplay/(\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `([a-z_]+)` \| (?:`([^`]*)`)? ?\| (.+) \|$", re.MULTILINE)
_BACKSLASHED = re.compile(r'"\s*\n\s*f?"')
_BY_SHIFT = {"K": "Shift+K", "J": "Shift+J", "D": "Shift+D", "R": "Shift+R"}


def section(title: str) -> str:
    """What stands under a heading of the second degree."""
    _, begins, rest = TEXT.partition(f"\n## {title}\n")
    assert begins, title
    return rest.partition("\n## ")[0]


@pytest.mark.parametrize(
    ("kind", "title"), [(Settings, "Settings"), (EndpointSettings, "Servers and clusters")]
)
def test_every_setting_stands_with_its_default(kind: type, title: str) -> None:
    told = {key: default for key, default, _ in _ROW.findall(section(title))}
    assert told == {one.name: _default(one) for one in fields(kind)}


def _default(one: Field[object]) -> str:
    """As TOML writes it; empty for what must be given."""
    if one.default_factory is not MISSING:
        return "{}"
    if one.default is MISSING:
        return ""
    if one.default == ():
        return "[]"
    if isinstance(one.default, bool):
        return str(one.default).lower()
    return f'"{one.default}"' if isinstance(one.default, str) else str(one.default)


@pytest.mark.parametrize("key", KEYMAP, ids=lambda key: key.id)
def test_every_key_stands_in_the_tables(key: Key) -> None:
    keys = set(re.findall(r"`([^`]+)`", section("Keys")))
    if key.id == "output.number":
        assert "1`-`9" in section("Keys")
        return
    first = "Ctrl+_" if key.id == "prompt.undo" else shown(key.keys[0])
    assert _BY_SHIFT.get(first, "Backspace" if first == "backspace" else first) in keys


def test_every_toml_block_names_its_file() -> None:
    assert TEXT.count("```toml\n") == len(_TOML.findall(TEXT)) >= 4


@pytest.fixture
def written() -> Iterator[dict[str, list[str]]]:
    """The files of the README, as they would lie in the configuration folder."""
    found: dict[str, list[str]] = {}
    for name, text in _TOML.findall(TEXT):
        found.setdefault(name, []).append(text)
        path = paths.config_folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    yield found
    for name in found:
        (paths.config_folder() / name).unlink()


def test_the_files_of_the_readme_are_read(written: dict[str, list[str]], tmp_path: Path) -> None:
    assert {"settings.toml", "catalog.toml", "themes/night.toml"} == set(written)
    for text in written["settings.toml"]:
        path = tmp_path / "settings.toml"
        path.write_text(text, encoding="utf-8")
        settings = load_settings(path)
        assert settings != Settings()
        assert not change_keys(settings.keys).problems
    assert "night" in theme_files()
    assert load_theme("night").primary == "#3b5b8c"
    assert [one for one in load_all() if one.model == "house-model"]


def test_every_theme_that_comes_along_is_named() -> None:
    themes = {path.stem for path in (ROOT / "themes").glob("*.toml")}
    assert themes <= set(re.findall(r"`([a-z]+)`", section("Themes")))


def test_every_message_of_the_troubleshooting_is_one_of_the_program() -> None:
    table = section("Troubleshooting").partition("| what it says |")[2].partition("\n\n")[0]
    told = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    code = "\n".join(
        _BACKSLASHED.sub("", path.read_text(encoding="utf-8"))
        for path in (ROOT / "playground").rglob("*.py")
    )
    assert len(told) > 10
    assert [one for one in told if one not in code] == []


def test_every_heading_that_is_linked_is_there() -> None:
    headings = {
        re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= headings
