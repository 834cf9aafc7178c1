from __future__ import annotations

from pathlib import Path

import pytest

from playground.services import paths
from playground.services.files import TomlError
from playground.services.setting_lines import keep_setting
from playground.services.settings import SettingsError, load_settings


def settings(text: str) -> Path:
    path = paths.settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def kept(text: str, value: str = "paper") -> str:
    path = settings(text)
    keep_setting("theme", value)
    assert load_settings().theme == value
    return path.read_bytes().decode()


def test_a_missing_file_is_made() -> None:
    assert keep_setting("theme", "paper") == paths.settings_file()
    assert paths.settings_file().read_text(encoding="utf-8") == 'theme = "paper"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('theme = "dusk"\n', 'theme = "paper"\n'),
        (
            '# mine\nthreads = 2 # two\n\n theme="dusk"  # calm\n[keys]\n"run.start" = "f5"\n',
            '# mine\nthreads = 2 # two\n\n theme="paper"  # calm\n[keys]\n"run.start" = "f5"\n',
        ),
        ("theme = 'dusk'", 'theme = "paper"'),
        ('"theme" = "dusk"\r\nthreads = 1\r\n', '"theme" = "paper"\r\nthreads = 1\r\n'),
        ("threads = 1", 'threads = 1\ntheme = "paper"\n'),
        (
            'threads = 1\n\n[keys]\n"run.start" = "f5"\n',
            'threads = 1\ntheme = "paper"\n\n[keys]\n"run.start" = "f5"\n',
        ),
        ('[keys]\n"run.start" = "f5"\n', 'theme = "paper"\n[keys]\n"run.start" = "f5"\n'),
        ("# theme = 'dusk'\n", "# theme = 'dusk'\ntheme = \"paper\"\n"),
        ("threads = 1\r\n", 'threads = 1\r\ntheme = "paper"\r\n'),
    ],
)
def test_every_other_line_stays_as_it_is(before: str, after: str) -> None:
    assert kept(before) == after


def test_odd_names_survive() -> None:
    assert kept("", 'a "quoted" \\ näme') == 'theme = "a \\"quoted\\" \\\\ näme"\n'


@pytest.mark.parametrize("text", ['theme = """dusk"""\n', 'theme = """\ndusk"""\n'])
def test_an_unusual_line_is_left_alone_and_says_what_to_write(text: str) -> None:
    path = settings(text)
    with pytest.raises(SettingsError) as caught:
        keep_setting("theme", "paper")
    assert str(path) in caught.value.message
    assert 'theme = "paper"' in caught.value.hint
    assert path.read_bytes().decode() == text


@pytest.mark.parametrize("data", [b"theme = \n", b"\xff\xfe"])
def test_a_broken_file_is_named_and_left_alone(data: bytes) -> None:
    path = settings("")
    path.write_bytes(data)
    with pytest.raises(TomlError, match=str(path)):
        keep_setting("theme", "paper")
    assert path.read_bytes() == data


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text('theme = "dusk"\n', encoding="utf-8")
    paths.settings_file().parent.mkdir(parents=True)
    paths.settings_file().symlink_to(real)
    keep_setting("theme", "paper")
    assert paths.settings_file().is_symlink()
    assert real.read_text(encoding="utf-8") == 'theme = "paper"\n'


def test_a_folder_that_cannot_be_written_is_said() -> None:
    paths.config_folder().parent.mkdir(parents=True)
    paths.config_folder().write_text("in the way", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be written"):
        keep_setting("theme", "paper")
