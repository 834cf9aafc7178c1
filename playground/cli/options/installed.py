"""The actions of `llmplay models` that are about files on this machine."""

from __future__ import annotations

from playground.cli.options.common import Commands, add_format, count


def add_show(actions: Commands) -> None:
    """Declare `show`."""
    show = actions.add_parser("show", help="all that is known of a model", allow_abbrev=False)
    show.set_defaults(handler="playground.cli.commands.models.showing")
    show.add_argument("model", metavar="MODEL", help="a model of the catalog or a file")
    show.add_argument(
        "--context-length",
        type=count(1, 2**20),
        metavar="N",
        help="judge the memory for N tokens (default: the model's own context)",
    )
    add_format(show, "text", "json")


def add_inspect(actions: Commands) -> None:
    """Declare `inspect`."""
    inspect = actions.add_parser(
        "inspect",
        help="what is in a model file",
        description="Read the header of a model file: metadata, tensors, tokenizer, chat template, "
        "and which engine can run it, and why not the others.",
        allow_abbrev=False,
    )
    inspect.set_defaults(handler="playground.cli.commands.models.inspecting")
    inspect.add_argument("file", metavar="FILE", help="a model file, or an installed model")
    inspect.add_argument("--tensors", action="store_true", help="every tensor, too")
    inspect.add_argument("--text", metavar="TEXT", help="show the tokens the model makes of TEXT")
    inspect.add_argument(
        "--sha256", action="store_true", help="digest the file, which reads all of it"
    )
    add_format(inspect, "text", "json")


def add_verify(actions: Commands) -> None:
    """Declare `verify`."""
    verify = actions.add_parser(
        "verify",
        help="whether files are what they claim to be",
        epilog="Exit codes: 0 all are, 1 one is not, 2 wrong usage or a damaged file, 3 nobody "
        "says what one should be.",
        allow_abbrev=False,
    )
    verify.set_defaults(handler="playground.cli.commands.models.verifying")
    verify.add_argument("models", nargs="+", metavar="MODEL", help="installed models or files")
    verify.add_argument("--offline", action="store_true", help="do not ask the hub")
    verify.add_argument("--quiet", action="store_true", help="no progress on standard error")
    add_format(verify, "text", "json")


def add_remove(actions: Commands) -> None:
    """Declare `remove`."""
    remove = actions.add_parser("remove", help="delete model files", allow_abbrev=False)
    remove.set_defaults(handler="playground.cli.commands.models.removing")
    remove.add_argument("models", nargs="+", metavar="MODEL", help="installed models or files")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    add_format(remove, "text", "json")


def add_scan(actions: Commands) -> None:
    """Declare `scan`."""
    scan = actions.add_parser(
        "scan",
        help="look for model files",
        description="Look for model files in FOLDER, or in the model_folders of the settings, and "
        "in the hub's cache. Only headers are read, those of unchanged files once.",
        allow_abbrev=False,
    )
    scan.set_defaults(handler="playground.cli.commands.models.scanning")
    scan.add_argument("folders", nargs="*", metavar="FOLDER", help="searched with those in it")
    scan.add_argument("--quiet", action="store_true", help="no progress on standard error")
    add_format(scan, "text", "json")
