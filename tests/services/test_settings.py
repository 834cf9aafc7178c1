from __future__ import annotations

from pathlib import Path

import pytest

from playground.services import paths
from playground.services.files import TomlError
from playground.services.settings import Settings, SettingsError, load_settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert load_settings(path) == Settings()
    assert load_settings() == Settings()


def test_an_empty_file_changes_nothing(path: Path) -> None:
    path.write_text("# nothing yet\n")
    assert load_settings(path) == Settings()


def test_every_key_is_read(path: Path) -> None:
    path.write_text(
        'theme = "paper"\nthreads = 2\ncontext_limit = 1024\nstall_seconds = 5\n'
        'warm_models = 0\n[keys]\n"run.start" = "f9,ctrl+j"\n'
    )
    found = load_settings(path)
    assert (found.theme, found.threads, found.context_limit) == ("paper", 2, 1024)
    assert (found.stall_seconds, found.warm_models) == (5, 0)
    assert found.keys == {"run.start": "f9,ctrl+j"}


def test_a_slip_in_a_key_is_told_with_what_was_meant(path: Path) -> None:
    path.write_text('tehme = "paper"\n')
    with pytest.raises(SettingsError, match="unknown key 'tehme'") as caught:
        load_settings(path)
    assert caught.value.hint.startswith("Did you mean theme? The keys are: theme, ")


def test_the_file_lies_in_the_configuration_folder(home: Path) -> None:
    assert paths.settings_file() == home / ".config" / "llmplay" / "settings.toml"
    paths.settings_file().parent.mkdir(parents=True)
    paths.settings_file().write_text("threads = 1\n")
    assert load_settings().threads == 1


def test_a_relative_folder_of_the_environment_is_ignored(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "somewhere")
    assert paths.config_folder() == home / ".config" / "llmplay"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("colour = 'red'", "unknown key 'colour'"),
        ("threads = 'many'", "threads must be a whole number from 0 to 1024, not 'many'"),
        ("threads = -1", "threads must be a whole number"),
        ("threads = 2000", "threads must be a whole number"),
        ("threads = true", "threads must be a whole number"),
        ("threads = 1.5", "threads must be a whole number"),
        ("context_limit = 0", "context_limit must be a whole number"),
        ("stall_seconds = 0", "stall_seconds must be a whole number"),
        ("warm_models = 31", "warm_models must be a whole number from 0 to 30"),
        ("theme = 3", "theme must be a text, not 3"),
        ("keys = 'f5'", "[keys] must hold"),
        ("[keys]\n'run.start' = 5", "[keys] must hold"),
    ],
)
def test_what_cannot_be_is_told_with_file_and_key(path: Path, line: str, told: str) -> None:
    path.write_text(line + "\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert caught.value.message.startswith(f"{path}: ")
    assert told in caught.value.message


def test_what_is_no_toml_is_told_with_its_line(path: Path) -> None:
    path.write_text("threads = 1\ntheme = \n")
    with pytest.raises(TomlError) as caught:
        load_settings(path)
    assert str(path) in caught.value.message
    assert "line 2" in caught.value.message
