"""`llmplay completions`: made from the very options that are parsed."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import OK
from playground.cli.parser import parser


def execute(arguments: argparse.Namespace) -> int:
    """Print the completions of a shell."""
    import shtab  # 30 ms

    output.write(shtab.complete(parser(), arguments.shell) + "\n")
    return OK
