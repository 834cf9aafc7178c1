"""`llmplay completions`: made from the very options that are parsed."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import OK
from playground.cli.manual import commands
from playground.cli.parser import parser

_FILES = {"FILE", "FILE[:SCALE]", "MODEL", "OTHER", "SESSION", "TASK"}
"""What the help calls arguments that are, or may be, files."""
_FOLDERS = {"FOLDER"}


def execute(arguments: argparse.Namespace) -> int:
    """Print the completions of a shell."""
    import shtab  # 30 ms

    top = parser()
    _complete_paths(top, shtab.FILE, shtab.DIRECTORY)
    for _, command, told in commands(top):
        command.description = told  # a line beside its name, not the first part of its page
        _complete_paths(command, shtab.FILE, shtab.DIRECTORY)
    output.write(shtab.complete(top, arguments.shell) + "\n")
    return OK


def _complete_paths(command: argparse.ArgumentParser, file: object, folder: object) -> None:
    """Have arguments that name files and folders completed as such."""
    for action in command._actions:
        if action.metavar in _FILES:
            action.complete = file  # type: ignore[attr-defined]  # how the library is told
        elif action.metavar in _FOLDERS:
            action.complete = folder  # type: ignore[attr-defined]
