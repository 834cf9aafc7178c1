"""`llmplay sessions validate`: whether files are whole."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import FAILED, OK
from playground.services.sessions.naming import find
from playground.services.sessions.recovering import problems


def execute(arguments: argparse.Namespace) -> int:
    """Print what is wrong with each; raises `PlaygroundError` for what is no session."""
    found = {str(path): problems(path) for path in map(find, arguments.sessions)}
    if arguments.format == "json":
        output.write_json([{"path": path, "problems": told} for path, told in found.items()])
    else:
        for path, told in found.items():
            count = "1 problem" if len(told) == 1 else f"{len(told)} problems"
            output.write(f"{path}: {count if told else 'valid'}\n")
            for problem in told:
                output.write(f"  {problem}\n")
    return FAILED if any(found.values()) else OK
