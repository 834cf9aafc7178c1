"""What a person changes of the screen: colours and keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playground.services import paths
from tests.fuzz.kind import ACCEPTED, Kind, Read, Tried, refused
from tests.fuzz.kinds.tables import CHANGE, kind

_THEMES = Path(paths.__file__).parents[2] / "themes"
_KEYS = b"""\
[keys]
"run.start" = "ctrl+v, f5"
"output.number" = "alt+1, alt+2, alt+3, alt+4, alt+5, alt+6, alt+7, alt+8, alt+9"
"help.open" = "f1"
"""


def _theme(path: Path) -> object:
    from playground.ui.theming import load_theme

    target = paths.config_folder() / "themes" / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(path.read_bytes())
    return load_theme(path.stem).to_color_system().generate()  # as the screen does when it is used


@contextmanager
def _reading_keys() -> Iterator[Read]:
    from playground.domain.key_changes import change_keys
    from playground.services.settings import load_settings
    from playground.ui.keys import changed_keys, first_keys

    def read(path: Path) -> Tried:
        keys = change_keys(load_settings(path).keys)
        changed_keys(keys)
        first_keys(keys)
        return refused(" ".join(keys.problems)) if keys.problems else ACCEPTED

    yield read


def _shipped() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(_THEMES.glob("*.toml"))}


KINDS = (
    kind("theme", _shipped(), _theme),
    Kind("keymap", ".toml", lambda: {"some": _KEYS}, CHANGE, _reading_keys),
)
