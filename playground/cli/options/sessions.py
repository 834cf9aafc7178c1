"""`llmplay sessions`: one action a function."""

from __future__ import annotations

import argparse

from playground.cli.options import session_export, session_judging
from playground.cli.options.common import Commands, add_format, count

_COMMANDS = "playground.cli.commands.sessions."
_SESSION = "a session by its title, its id or the path of its file"


def add(commands: Commands) -> None:
    """Declare the command and its actions."""
    sessions = commands.add_parser(
        "sessions",
        help="list, search, replay, judge, export and mend recorded sessions",
        allow_abbrev=False,
    )
    actions = sessions.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_list(actions)
    _add_show(actions)
    _add_search(actions)
    _add_replay(actions)
    _add_diff(actions)
    session_export.add(actions)
    session_judging.add(actions)
    _add_edit(actions)
    _add_delete(actions)
    _add_restore(actions)
    _add_recover(actions)
    _add_merge(actions)
    _add_validate(actions)


def _action(
    actions: Commands, name: str, module: str, help_: str, *, epilog: str = ""
) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        name, help=help_, description=_sentence(help_), epilog=epilog, allow_abbrev=False
    )
    parser.set_defaults(handler=_COMMANDS + module)
    add_format(parser, "text", "json")
    return parser


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _add_list(actions: Commands) -> None:
    listing = _action(actions, "list", "listing", "list all sessions, the last one first")
    listing.add_argument(
        "filter", nargs="*", metavar="WORD", help="in the title, a model, a tag or the date"
    )


def _add_show(actions: Commands) -> None:
    show = _action(actions, "show", "showing", "show what was asked and answered in a session")
    show.add_argument("session", metavar="SESSION", help=_SESSION)
    show.add_argument("--run", type=count(1, 10**9), metavar="N", help="only this run")


def _add_search(actions: Commands) -> None:
    search = _action(
        actions,
        "search",
        "searching",
        "search prompts, answers, notes, titles and conclusions of all sessions",
        epilog="Exit codes: 0 something was found, 1 nothing was, 2 wrong usage.",
    )
    search.add_argument("text", metavar="TEXT", help="as it stands there; capitals do not matter")


def _add_replay(actions: Commands) -> None:
    replay = _action(
        actions,
        "replay",
        "replaying",
        "run the same prompts on the same files with the same seeds and compare",
        epilog="Says of each answer: identical, differs at character N (from 0), or cannot run and "
        "why. Exit codes: 0 all are identical, 1 they are not, 2 wrong usage, 130 interrupted.",
    )
    replay.add_argument("session", metavar="SESSION", help=_SESSION)
    replay.add_argument("--run", type=count(1, 10**9), metavar="N", help="only this run")
    replay.add_argument(
        "--threads",
        type=count(1, 1024),
        metavar="N",
        help="threads per model (default: as recorded)",
    )
    replay.add_argument("--quiet", action="store_true", help="no progress on standard error")


def _add_diff(actions: Commands) -> None:
    diff = _action(
        actions,
        "diff",
        "comparing",
        "compare the answers of two sessions, run by run",
        epilog="Exit codes: 0 all answers are alike, 1 some differ, 2 wrong usage.",
    )
    diff.add_argument("first", metavar="SESSION", help=_SESSION)
    diff.add_argument("second", metavar="OTHER", help="what it is compared with")
    diff.add_argument("--words", action="store_true", help="print the words that differ")


def _add_edit(actions: Commands) -> None:
    edit = _action(
        actions, "edit", "editing", "change the title, the tags or the conclusions of a session"
    )
    edit.add_argument("session", metavar="SESSION", help=_SESSION)
    edit.add_argument("--title", metavar="TEXT", help="what it is called from now on")
    edit.add_argument("--tag", action="append", metavar="TAG", help="add a tag (repeatable)")
    edit.add_argument("--untag", action="append", metavar="TAG", help="take one away (repeatable)")
    edit.add_argument("--conclusions", metavar="TEXT", help="what it showed; - reads them")


def _add_delete(actions: Commands) -> None:
    delete = _action(actions, "delete", "deleting", "move sessions to the trash")
    delete.add_argument("sessions", nargs="+", metavar="SESSION", help=_SESSION)


def _add_restore(actions: Commands) -> None:
    restore = _action(actions, "restore", "restoring", "bring a session back from the trash")
    restore.add_argument(
        "session",
        nargs="?",
        metavar="SESSION",
        help="by its title or its id; without one, all in the trash are listed",
    )


def _add_recover(actions: Commands) -> None:
    recover = _action(
        actions,
        "recover",
        "recovering",
        "save what can be read of a damaged session into a new file",
        epilog="Exit codes: 0 everything was read, 1 something had to be left out, 2 nothing came "
        "of it.",
    )
    recover.add_argument("session", metavar="SESSION", help=_SESSION)
    recover.add_argument(
        "-o", "--output", metavar="FILE", help="the new file (default: beside the old one)"
    )


def _add_merge(actions: Commands) -> None:
    merge = _action(actions, "merge", "merging", "make one session of several")
    merge.add_argument("sessions", nargs="+", metavar="SESSION", help=_SESSION)
    merge.add_argument("-o", "--output", metavar="FILE", required=True, help="the new file")
    merge.add_argument("--title", metavar="TEXT", default="", help="title of the new session")


def _add_validate(actions: Commands) -> None:
    validate = _action(
        actions,
        "validate",
        "validating",
        "say whether session files are whole and as llmplay writes them",
        epilog="Exit codes: 0 all are, 1 one is not, 2 one is no session.",
    )
    validate.add_argument("sessions", nargs="+", metavar="SESSION", help=_SESSION)
