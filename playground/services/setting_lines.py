"""Changes one key of the settings file and leaves every other line as it is."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from playground.services import paths
from playground.services.files import TomlError, read_toml, write_atomic
from playground.services.settings import SettingsError

_TABLE = re.compile(r"\s*\[")
# The value is one quoted text or a whole number; a comment behind it stays.
_LINE = (
    r"""(?P<before>\s*(?:{key}|"{key}"|'{key}')\s*=\s*)"""
    r"""(?:"[^"\n]*"|'[^'\n]*'|\d+)(?P<after>.*)"""
)


def keep_setting(key: str, value: str | int, path: Path | None = None) -> Path:
    """Set a text or a whole number in the settings file; returns its path.

    The file is made where it is missing. Comments, order and all other keys stay. Raises
    `TomlError` where the file is broken, and `SettingsError` where it cannot be written or the key
    stands in it in some unusual way.
    """
    path = (path or paths.settings_file()).resolve()  # a link to a file elsewhere stays one
    try:
        text = path.read_bytes().decode("utf-8") if path.is_file() else ""
        before = read_toml(path) if text else {}
        changed = _changed(text, key, _written(value))
        _verify(path, changed, {**before, key: value}, key, value)
        write_atomic(path, changed.encode())
    except UnicodeDecodeError as error:
        raise TomlError(f"{path} is no UTF-8 text.", "Save it as UTF-8.") from error
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written: {error.strerror or error}.",
            f"For this sitting it holds; to keep it, add: {key} = {_written(value)}",
        ) from error
    return path


def _changed(text: str, key: str, value: str) -> str:
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    pattern = re.compile(_LINE.format(key=re.escape(key)), re.DOTALL)
    top = next((at for at, line in enumerate(lines) if _TABLE.match(line)), len(lines))
    for at in range(top):
        match = pattern.fullmatch(lines[at])
        if match:
            lines[at] = f"{match['before']}{value}{match['after']}"
            return "".join(lines)
    # Before the first table, after the last line that says something.
    while top > 0 and not lines[top - 1].strip():
        top -= 1
    if top > 0 and not lines[top - 1].endswith("\n"):
        lines[top - 1] += end
    lines.insert(top, f"{key} = {value}{end}")
    return "".join(lines)


def _verify(path: Path, text: str, wanted: dict[str, object], key: str, value: str | int) -> None:
    """Refuse to write anything but the old settings with the new value."""
    try:
        same = tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        same = False
    if not same:
        raise SettingsError(
            f"{path}: {key} is written in an unusual way and was left as it is.",
            f"Write it yourself: {key} = {_written(value)}",
        )


def _written(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)
