"""The options of every command, one module each; nothing here is slow to import.

A command sets `handler`, the module whose `execute(arguments) -> int` carries it out; it is
imported when the command is given.
"""

from __future__ import annotations

from playground.cli.options import (
    bench,
    doctor,
    evaluation,
    keys,
    licenses,
    models,
    run,
    sessions,
    topics,
)

COMMANDS = (run, evaluation, models, licenses, sessions, keys, bench, doctor, topics)
"""In the order of the help."""
