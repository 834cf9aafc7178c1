"""What is said of a command line that is not understood: in a line, with what may be meant."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from playground.cli.diagnostics import USAGE, UsageError, complain

_CHOICE = re.compile(r"invalid choice: '([^']*)' \(choose from (.*)\)")
_NAME = re.compile(r"[\w.-]+")


class Parser(argparse.ArgumentParser):
    """Tells the command that was not understood, and not every option it has."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Each command tells of its own what it does not know, before anything else does."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """A line of what is wrong, and one of what to do; ends with the code of wrong usage."""
        near = self._near(message)
        question = f" Did you mean {near}?" if near else ""
        told = f"{message.rstrip('.')}.{question}"
        command = self.prog.removeprefix("llmplay").strip()
        complain(
            UsageError(f"{command}: {told}" if command else told, f"See `{self.prog} --help`.")
        )
        raise SystemExit(USAGE)

    def _near(self, message: str) -> str:
        """The option or name that was perhaps meant."""
        choice = _CHOICE.search(message)
        if choice is not None:
            return _nearest([choice[1]], _NAME.findall(choice[2]))
        if not message.startswith("unrecognized arguments: "):
            return ""
        words = message.partition(": ")[2].split()
        options = [word.partition("=")[0] for word in words if word.startswith("-")]
        return _nearest(options, [name for one in self._actions for name in one.option_strings])


def _nearest(words: Sequence[str], known: Iterable[str]) -> str:
    import difflib  # 2 ms, and only for who mistyped

    names = list(known)
    for word in words:
        near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
        if near:
            return near[0]
    return ""
