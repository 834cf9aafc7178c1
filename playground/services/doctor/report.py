"""A bundle for a report of a fault: what was found, without secrets, prompts or answers."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.doctor.finding import Finding
from playground.services.doctor.libraries import versions
from playground.services.files import write_atomic
from playground.services.secrets import without_secrets

_TOLD = ("TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "ESCDELAY")
"""Variables whose value is told; of others only whether they are set."""
_NAMED = ("TMUX", "STY", "SSH_CONNECTION", "HF_ENDPOINT", "HF_HOME", "HF_TOKEN", "HF_HUB_OFFLINE")
_TABLE = re.compile(r"^\s*\[+\s*([\w.-]+)")
_PAIR = re.compile(r"^(\s*[\w.\"-]+\s*=)")
_README = """\
What `llmplay doctor` found, for a report of a fault.

findings.json     every check with its outcome
versions.json     the libraries
environment.json  the terminal's variables; of others only whether they are set
settings.txt      the settings; of endpoints and folders only that they are there

There are no prompts, answers, keys or tokens in it. Look it through before you send it.
"""


def write_report(path: Path, findings: Sequence[Finding]) -> None:
    """Write the bundle as a zip file; raises `PlaygroundError` where that cannot be."""
    environment = {name: os.environ[name] for name in _TOLD if name in os.environ}
    environment |= {name: "(set)" for name in _NAMED if name in os.environ}
    parts = {
        "README.txt": _README,
        "findings.json": _json([asdict(one) for one in findings]),
        "versions.json": _json(versions()),
        "environment.json": _json(environment),
        "settings.txt": _settings(),
    }
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in parts.items():
            bundle.writestr(name, without_secrets(text))
    try:
        write_atomic(path, data.getvalue())
    except OSError as error:
        raise PlaygroundError(
            f"{path} cannot be written: {error.strerror or error}.", "Name another file."
        ) from error


def _settings() -> str:
    """The lines of the settings as they are, values of tables with addresses left out."""
    try:
        text = paths.settings_file().read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "(none)\n"
    lines, private = [], False
    for line in text.splitlines():
        if table := _TABLE.match(line):
            private = table[1] not in {"keys"}
            lines.append(line.partition("#")[0].rstrip())
        elif (pair := _PAIR.match(line)) and not private and "folders" not in pair[1]:
            lines.append(line.partition(" #")[0].rstrip())
        elif pair:
            lines.append(f"{pair[1]} (left out)")
    return "\n".join(lines) + "\n"


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
