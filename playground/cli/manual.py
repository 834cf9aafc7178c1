"""Makes of every command's help a page of a manual: synopsis, purpose, options, examples, ends."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator

from playground.cli.examples import EXAMPLES

_EXITS = "Exit codes: 0 done, 1 standard output cannot be written, 2 wrong usage, or what is named "
_EXITS += "cannot be found or used."


class Page(argparse.HelpFormatter):
    """Fills paragraphs to the width of the terminal; one with indented lines stays as it is."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        blocks = text.strip("\n").split("\n\n")
        return "\n\n".join(
            textwrap.indent(block, indent)
            if any(line.startswith(" ") for line in block.split("\n"))
            else textwrap.fill(" ".join(block.split()), width, break_on_hyphens=False)
            for block in blocks
        )


def complete(top: argparse.ArgumentParser) -> None:
    """Give every command what its page still lacks: a description, examples, exit codes."""
    top.formatter_class = Page
    for path, parser, told in commands(top):
        parser.formatter_class = Page
        if not parser.description:
            parser.description = told[0].upper() + told[1:] + "."
        if actions(parser) is not None:
            continue  # its actions have pages of their own
        epilog = [parser.epilog.strip("\n")] if parser.epilog else []
        if path in EXAMPLES:
            lines = "".join(f"\n  llmplay {one}" for one in EXAMPLES[path])
            epilog.append(f"Examples:{lines}")
        if "Exit codes:" not in (parser.epilog or ""):
            epilog.append(_EXITS)
        parser.epilog = "\n\n".join(epilog).replace("%", "%%")


def commands(
    parser: argparse.ArgumentParser, path: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Every command below a parser: its words, its own parser and its line in the list."""
    group = actions(parser)
    if group is None:
        return
    told = {one.dest: one.help or "" for one in group._choices_actions}
    for name, below in group.choices.items():
        words = f"{path} {name}".strip()
        yield words, below, told[name]
        yield from commands(below, words)


def actions(
    parser: argparse.ArgumentParser,
) -> argparse._SubParsersAction[argparse.ArgumentParser] | None:
    """Where the commands below a parser are kept."""
    found = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return next(found, None)
