"""`llmplay sessions edit`: title, tags and conclusions."""

from __future__ import annotations

import argparse

from playground.cli import output
from playground.cli.diagnostics import OK, UsageError
from playground.cli.prompts import read_prompt
from playground.services.sessions import open_session
from playground.services.sessions.changing import change
from playground.services.sessions.naming import find


def execute(arguments: argparse.Namespace) -> int:
    """Change it and print what it is now."""
    path = find(arguments.session)
    given = (arguments.title, arguments.tag, arguments.untag, arguments.conclusions)
    if all(value is None for value in given):
        raise UsageError("Nothing is to change.", "Name --title, --tag, --untag or --conclusions.")
    tags = None
    if arguments.tag or arguments.untag:
        gone = set(arguments.untag or ())
        tags = [tag for tag in open_session(path).tags if tag not in gone]
        tags += arguments.tag or ()
    conclusions = arguments.conclusions
    if conclusions == "-":
        conclusions = read_prompt(None, None, stdin=True)
    change(path, title=arguments.title, tags=tags, conclusions=conclusions)
    session = open_session(path)
    if arguments.format == "json":
        output.write_json(
            {
                "path": session.path,
                "title": session.title,
                "tags": list(session.tags),
                "conclusions": session.conclusions,
            }
        )
    else:
        output.write(" ".join((session.title, *(f"#{tag}" for tag in session.tags))) + "\n")
    return OK
