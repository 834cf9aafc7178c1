"""The command palette: every action there is a key for, by its words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from playground.domain.keymap import BY_ID, Key
from playground.ui.keys import shown


class _Command(NamedTuple):
    key: Key
    pressed: str
    action: str
    node: DOMNode


class KeyCommands(Provider):
    """Finds the bound actions of the screen from which the palette was opened."""

    async def discover(self) -> Hits:
        """Everything, in the order of the help."""
        for command in self._commands():
            yield DiscoveryHit(_title(command), partial(self._run, command))

    async def search(self, query: str) -> Hits:
        """What matches in the description or the id."""
        matcher = self.matcher(query)
        for command in self._commands():
            title = _title(command)
            score = max(matcher.match(title), matcher.match(command.key.id))
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(title),
                    partial(self._run, command),
                    text=title,
                )

    def _commands(self) -> list[_Command]:
        """One for each id, of the node in focus where several have it."""
        found: dict[str, _Command] = {}
        for node, binding in self._bindings():
            key = BY_ID.get(binding.id or "")
            if key is None or key.id in found:
                continue
            keys = self.app._keymap.get(key.id, binding.key)
            found[key.id] = _Command(key, shown(keys.split(",")[0]), binding.action, node)
        return [found[id_] for id_ in BY_ID if id_ in found]

    def _bindings(self) -> Iterator[tuple[DOMNode, Binding]]:
        focused = self.focused
        near = list(focused.ancestors_with_self) if focused else []
        for node in (*near, self.screen, *self.screen.query("*"), self.app):
            for _, binding in node._bindings:
                yield node, binding

    async def _run(self, command: _Command) -> None:
        await self.app.run_action(command.action, command.node)


def _title(command: _Command) -> str:
    return f"{command.pressed:>7}  {command.key.what}"
