"""`llmplay help`: topics, told from what the program itself works with."""

from __future__ import annotations

import argparse
import ast
import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, fields

from playground.cli import output
from playground.cli.diagnostics import OK
from playground.cli.options.topics import TOPICS
from playground.cli.parser import parser
from playground.domain.endpoints import EndpointSettings
from playground.domain.filters import TERMS
from playground.domain.key_changes import change_keys
from playground.domain.keymap import KEYMAP
from playground.domain.metrics import METRICS
from playground.domain.sampling import PARAMETERS_BY_NAME, PRESETS
from playground.engines.backend import BACKENDS
from playground.engines.installation import install_line, installed
from playground.services import paths
from playground.services.catalog import load_templates
from playground.services.exports import FORMATS
from playground.services.settings import Settings, load_settings
from playground.services.tasks.finding import own_folder, task_paths


def execute(arguments: argparse.Namespace) -> int:
    """Explain one topic, or list them."""
    if arguments.topic is None:
        output.write("llmplay help TOPIC, with one of these topics:\n\n")
        _table(("TOPIC", "ABOUT"), TOPICS.items())
    else:
        EXPLAINED[arguments.topic]()
    return OK


def _keys() -> None:
    keys = change_keys(load_settings().keys).by_id
    _table(
        ("KEY", "WHERE", "WHAT IT DOES", "ID"),
        ((" or ".join(keys[key.id]), key.where, key.what, key.id) for key in KEYMAP),
    )
    output.write(f'\nChange them in {_settings_file()}: [keys], then "run.start" = "f11".\n')


def _filters() -> None:
    output.write(
        "Words are looked for in names, families and licences; terms are KEY:VALUE, and all must\n"
        "hold. In the models of the full screen press / and type; on the command line:\n\n"
        "  llmplay models list mistral commercial:yes 'size:<4.2GB' fits:yes\n\n"
        f"Keys: {', '.join(TERMS)}\n"
    )


def _sessions() -> None:
    output.write(
        "Whatever is asked and answered is in a TOML file the moment it is known, with all that\n"
        f"repeats it. The files lie in {paths.shown(paths.sessions_folder())}.\n\n"
    )
    _actions("sessions")


def _sampling() -> None:
    rows = ((one.name, " to ".join(one.bounds), one.meaning) for one in PARAMETERS_BY_NAME.values())
    _table(("PARAMETER", "RANGE", "MEANING"), rows)
    output.write("\nPresets (F9):\n\n")
    told = (
        (name, ", ".join(f"{key} {value}" for key, value in values.items()))
        for name, values in PRESETS.items()
    )
    _table(("PRESET", "VALUES"), told)


def _templates() -> None:
    output.write(
        "A template puts system text and turns as a model was trained to read them; --template\n"
        "names one, auto takes the model's, own the one inside its file.\n\n"
    )
    rows = (
        (name, "yes" if one.has_system_role else "no", ", ".join(map(repr, one.stop)))
        for name, one in load_templates().items()
    )
    _table(("TEMPLATE", "SYSTEM ROLE", "ENDS AT"), rows)


def _exports() -> None:
    _table(("FORMAT", "FILES", "WHAT"), ((one.name, one.suffix, one.what) for one in FORMATS))
    output.write("\nllmplay sessions export FILE -o report.html; on the screen Ctrl+Y, then X.\n")


def _themes() -> None:
    folder = paths.config_folder() / "themes"
    own = ", ".join(sorted(path.stem for path in folder.glob("*.toml"))) or "none yet"
    output.write(
        "F12 shows all themes and keeps the one you choose; --theme NAME opens with one.\n"
        f"Your own lie in {paths.shown(folder)} ({own}), as NAME.toml:\n\n"
        '  dark = true\n  primary = "#88aaff"\n  background = "#101018"\n\n'
        "Only primary must be there. The others: secondary, accent, warning, error, success,\n"
        "foreground, surface, panel; ansi = true for the terminal's own; [variables] of Textual.\n"
        f"Sizes and borders: {paths.shown(paths.config_folder() / 'user.tcss')}, a style sheet of\n"
        "Textual that counts last. llmplay doctor checks the themes.\n"
    )


def _endpoints() -> None:
    output.write(f"Servers are named in {_settings_file()}, each in a table [[endpoints]]:\n\n")
    _fields(EndpointSettings)


def _engines() -> None:
    rows = [
        (name, "yes" if installed(name) else f"no; run: {install_line(name)}") for name in BACKENDS
    ]
    _table(("ENGINE", "INSTALLED"), rows)
    output.write("\nMODEL@ENGINE names one for a model, --engine for a run.\n")


def _evaluation() -> None:
    rows = ((one.name, f"{one.direction} is better", one.meaning) for one in METRICS.values())
    _table(("METRIC", "GOOD", "MEANING"), rows)
    shown = paths.shown(own_folder())
    output.write(f"\nTasks: {', '.join(task_paths())}. Your own lie in {shown}.\n\n")
    _actions("tasks")


def _settings() -> None:
    output.write(f"{_settings_file()}; every key is optional.\n\n")
    _fields(Settings)


EXPLAINED: dict[str, Callable[[], None]] = {
    "keys": _keys,
    "filters": _filters,
    "sessions": _sessions,
    "sampling": _sampling,
    "templates": _templates,
    "exports": _exports,
    "themes": _themes,
    "endpoints": _endpoints,
    "engines": _engines,
    "evaluation": _evaluation,
    "settings": _settings,
}


def _settings_file() -> str:
    return paths.shown(paths.settings_file())


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    output.write_table(header, rows)


def _fields(kind: type[Settings] | type[EndpointSettings]) -> None:
    """The fields of a dataclass, their defaults, and the texts that stand under them."""
    notes = _notes(kind)
    _table(
        ("KEY", "DEFAULT", "MEANING"),
        ((one.name, _default(one), notes.get(one.name, "")) for one in fields(kind)),
    )


def _default(field: Field[object]) -> str:
    if field.default is MISSING or field.default == ():
        return ""
    value = field.default
    return str(value).lower() if isinstance(value, bool) else str(value)


def _notes(kind: type[object]) -> dict[str, str]:
    (body,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(body, ast.ClassDef)
    found = {}
    for named, told in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(named, ast.AnnAssign)
            and isinstance(named.target, ast.Name)
            and isinstance(told, ast.Expr)
            and isinstance(told.value, ast.Constant)
        ):
            found[named.target.id] = " ".join(str(told.value.value).split())
    return found


def _actions(command: str) -> None:
    """The actions of a command, as its own help lists them."""
    group = next(one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    below = group.choices[command]._actions
    actions = next(one for one in below if isinstance(one, argparse._SubParsersAction))
    rows = [(f"llmplay {command} {one.dest}", one.help or "") for one in actions._choices_actions]
    _table(("COMMAND", "WHAT IT DOES"), rows)
