"""What the program finds around it, put right before anything else looks: UTF-8, and a home."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

_MODE = "PYTHONUTF8"


def settle() -> None:
    """Make the environment one that all else can count on; call it before anything else."""
    _settle_home()
    _speak_utf8()


def _settle_home() -> None:
    """An empty HOME is none; a user without a home, as containers have them, gets login(1)'s."""
    if os.environ.get("HOME"):
        return
    os.environ.pop("HOME", None)
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = "/"


def _speak_utf8() -> None:
    """Have arguments, paths, streams and child processes be UTF-8, whatever the locale says.

    Python settles what arguments and paths are before any of our code runs: in a locale of another
    encoding the program begins again in Python's UTF-8 mode (PEP 540).
    """
    if _other(sys.getfilesystemencoding()) and sys.executable and os.environ.get(_MODE) != "1":
        os.environ[_MODE] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    for stream in (sys.stdin, sys.stdout, sys.stderr):  # PYTHONIOENCODING may ask for another
        if isinstance(stream, io.TextIOWrapper) and _other(stream.encoding):
            stream.reconfigure(encoding="utf-8")


def _other(encoding: str) -> bool:
    return encoding.replace("-", "").lower() != "utf8"
