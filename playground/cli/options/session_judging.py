"""`llmplay sessions rate` and `vote`."""

from __future__ import annotations

import argparse

from playground.cli.options.common import Commands, count

_COMMANDS = "playground.cli.commands.sessions."


def add(actions: Commands) -> None:
    """Declare both actions."""
    rate = actions.add_parser(
        "rate",
        help="rate an answer, or write a note on it",
        allow_abbrev=False,
    )
    rate.set_defaults(handler=_COMMANDS + "rating")
    _add_answer(rate)
    rate.add_argument("-m", "--model", required=True, metavar="MODEL", help="whose answer")
    rate.add_argument("--rating", type=count(1, 5), metavar="N", help="from 1 (bad) to 5 (good)")
    rate.add_argument("--note", metavar="TEXT", help="what to remember of it")
    vote = actions.add_parser(
        "vote",
        help="say which of two answers of a run is better",
        allow_abbrev=False,
    )
    vote.set_defaults(handler=_COMMANDS + "voting")
    _add_answer(vote)
    vote.add_argument("--better", required=True, metavar="MODEL", help="whose answer is better")
    vote.add_argument("--than", required=True, metavar="MODEL", help="whose answer is worse")
    vote.add_argument("--tie", action="store_true", help="neither is better")


def _add_answer(to: argparse.ArgumentParser) -> None:
    to.add_argument("session", metavar="SESSION", help="its title, its id or its path")
    to.add_argument(
        "--run", type=count(1, 10**9), required=True, metavar="N", help="number of the run"
    )
    to.add_argument(
        "--variant", metavar="NAME", help="variant of the prompt, where there are several"
    )
    to.add_argument(
        "--sample",
        type=count(1, 1000),
        metavar="N",
        help="number of the sample, where there are several",
    )
