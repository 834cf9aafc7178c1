"""`llmplay models search` and `llmplay models pull`."""

from __future__ import annotations

from playground.cli.options.common import Commands, add_format, count

_PULL_EPILOG = """\
MODEL is a model of the catalog, a repository of the hub (REPO:FILE, REPO:Q4_K_M where that names
one file, REPO alone where it has one; hf:REPO for its unquantised original), or the address of a
file's page there. Without any, what was begun before is gone on with.

A download that was interrupted goes on where it ended. Files land in the hub's own cache
(HF_HUB_CACHE, ~/.cache/huggingface/hub), where other programs find them too; the path of each
model is written to standard output once it is whole and its hash was checked.

A licence with conditions is shown and asked about once; without a terminal it is accepted with
--accept-license. For gated and private repositories log in with `hf auth login`.

Exit codes: 0 all are here, 1 one failed, 2 wrong usage or a licence nobody accepted, 130
interrupted.
"""


def add_search(actions: Commands) -> None:
    """Declare `search`."""
    search = actions.add_parser(
        "search",
        help="search the model hub",
        description="Search the repositories of the hub that have GGUF files, those with most "
        "downloads first.",
        allow_abbrev=False,
    )
    search.set_defaults(handler="playground.cli.commands.models.searching")
    search.add_argument("words", nargs="+", metavar="WORD", help="a part of the name")
    search.add_argument(
        "--limit", type=count(1, 1000), default=20, metavar="N", help="at most N (default: 20)"
    )
    search.add_argument(
        "--any-format", action="store_true", help="also repositories without GGUF files"
    )
    add_format(search, "text", "json")


def add_pull(actions: Commands) -> None:
    """Declare `pull`."""
    pull = actions.add_parser(
        "pull",
        help="fetch models from the hub",
        description="Fetch models from the hub, several at once.",
        epilog=_PULL_EPILOG,
        allow_abbrev=False,
    )
    pull.set_defaults(handler="playground.cli.commands.models.pulling")
    pull.add_argument("models", nargs="*", metavar="MODEL", help="see below")
    pull.add_argument(
        "--accept-license",
        action="append",
        default=[],
        dest="accepted",
        metavar="ID",
        help="accept the conditions of this licence (repeatable)",
    )
    pull.add_argument("--quiet", action="store_true", help="no progress on standard error")
    add_format(pull, "text", "json")
