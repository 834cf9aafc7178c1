"""`llmplay sessions recover`: what can be read of a damaged session."""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.cli import output
from playground.cli.diagnostics import FAILED, OK, complain
from playground.domain.sizes import counted
from playground.services.sessions.naming import find
from playground.services.sessions.recovering import recover


def execute(arguments: argparse.Namespace) -> int:
    """Write the new file and print what is in it and what is not."""
    path = find(arguments.session)
    target = Path(arguments.output or path.with_name(f"{path.stem}-recovered.toml"))
    found = recover(path, target)
    if arguments.format == "json":
        output.write_json(
            {
                "path": str(found.path),
                "runs": found.runs,
                "answers": found.answers,
                "left_out": list(found.left_out),
            }
        )
    else:
        output.write(
            f"{found.path}: {counted(found.runs, 'run')}, {counted(found.answers, 'answer')}\n"
        )
        for problem in found.left_out:
            complain(f"left out: {problem}")
    return FAILED if found.left_out else OK
