"""The terminal: what the full screen meets."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from playground.services.doctor.finding import Finding

_COLUMNS, _ROWS = 60, 16
_LATE_MILLISECONDS = 50
_PATIENCE_SECONDS = 5


def terminal() -> Iterator[Finding]:
    """Its size, its kind and colours, its letters, and what stands between."""
    yield _size()
    yield _kind()
    if os.environ.get("NO_COLOR"):
        told = "NO_COLOR is set: the screen is without colours."
        yield Finding("terminal", "colours", "note", told, "With colours: unset NO_COLOR")
    yield _letters()
    if "TMUX" in os.environ:
        yield from _tmux()
    elif "STY" in os.environ:
        yield Finding(
            "terminal",
            "screen",
            "note",
            "runs inside GNU screen, which passes on no copies and no exact colours.",
            "Use tmux, or run llmplay outside; copies go to a file with w instead.",
        )


def _size() -> Finding:
    if not sys.stdout.isatty():
        return Finding("terminal", "size", "note", "Standard output is no terminal just now.")
    size = shutil.get_terminal_size()
    small = size.columns < _COLUMNS or size.lines < _ROWS
    told = f"{size.columns} columns and {size.lines} rows"
    advice = f"The full screen needs {_COLUMNS} columns and {_ROWS} rows." if small else ""
    return Finding("terminal", "size", "problem" if small else "ok", told, advice)


def _kind() -> Finding:
    term, true = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
    told = f"TERM={term or 'not set'}, COLORTERM={true or 'not set'}"
    if not term or term == "dumb":
        advice = "Set TERM to what your terminal is, such as xterm-256color."
        return Finding("terminal", "kind", "problem", told, advice)
    if true in {"truecolor", "24bit"}:
        return Finding("terminal", "kind", "ok", f"{told}: exact colours")
    colours = "256 colours" if "256" in term else "16 colours"
    advice = "With COLORTERM=truecolor colours are exact, where they can be; ssh passes it on with"
    advice += " SendEnv COLORTERM. The theme terminal is made for 16."
    return Finding("terminal", "kind", "note", f"{told}: {colours}", advice)


def _letters() -> Finding:
    """llmplay writes UTF-8 whatever the locale says; the terminal goes by the locale."""
    names, given = ("LC_ALL", "LC_CTYPE", "LANG"), _given()
    name = next((name for name in names if given.get(name)), "LANG")
    value = given.get(name, "")
    told = f"{name}={value or 'not set'}"
    if "utf8" not in value.replace("-", "").lower():
        advice = "llmplay writes UTF-8 all the same. Where borders and letters come out as other"
        advice += " signs: export LANG=C.UTF-8"
        return Finding("terminal", "letters", "note", told, advice)
    try:
        locale.setlocale(locale.LC_CTYPE, "")
    except locale.Error:
        advice = "Choose one of those that `locale -a` lists, such as C.UTF-8."
        return Finding(
            "terminal", "letters", "note", f"{told}, a locale that is not installed here.", advice
        )
    return Finding("terminal", "letters", "ok", f"{told}: UTF-8")


def _given() -> Mapping[str, str]:
    """The environment as the program got it: in the locale C Python adds an LC_CTYPE (PEP 538)."""
    try:
        parts = Path("/proc/self/environ").read_bytes().split(b"\0")
    except OSError:
        return os.environ  # not Linux
    pairs = (os.fsdecode(part).partition("=") for part in parts)
    return {name: value for name, _, value in pairs}


def _tmux() -> Iterator[Finding]:
    clipboard, escape = _option("set-clipboard"), _option("escape-time")
    if clipboard == "on":
        yield Finding("terminal", "tmux", "ok", "set-clipboard is on: copies reach your clipboard.")
    else:
        told = f"runs inside tmux, whose set-clipboard is {clipboard or 'not known'}."
        advice = "Copying reaches your own clipboard after: tmux set -s set-clipboard on"
        yield Finding("terminal", "tmux", "note", told, advice)
    if escape.isdigit() and int(escape) > _LATE_MILLISECONDS:
        told = f"tmux holds Esc back for {escape} ms."
        yield Finding("terminal", "Esc", "note", told, "At once: tmux set -s escape-time 10")


def _option(name: str) -> str:
    """A setting of the tmux server; empty where it does not tell."""
    try:
        done = subprocess.run(
            ["tmux", "show-options", "-sv", name],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
