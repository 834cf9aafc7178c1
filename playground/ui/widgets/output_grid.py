"""The place of the outputs on the main screen: columns, then rows, and scrolling where need be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Grid
from textual.content import Content
from textual.widgets import Static

from playground.domain.blind import letter, shuffled
from playground.domain.key_changes import NUMBER
from playground.domain.keymap import BY_ID
from playground.ui.keys import binding, number_binding
from playground.ui.panes.output import OutputPane

_MIN_WIDTH = 24
_MIN_HEIGHT = 6
_FIRST = ("catalog.focus", "catalog.starter", "run.start")
"""What leads from the first screen to an answer that streams."""


class _Hint(Static, can_focus=True):
    """What to do while there are no outputs; in focus so that a blind run can be asked for."""


class OutputGrid(Grid):
    """Lays output panes out side by side; its keys work in every one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            number_binding(number, f"screen.go_to_output({number})")
            for number in range(1, len(BY_ID[NUMBER].keys) + 1)
        ),
        binding("output.next", "screen.next_output(1)"),
        binding("output.previous", "screen.next_output(-1)"),
        binding("output.zoom", "screen.zoom"),
        binding("output.older", "screen.walk_versions(-1)"),
        binding("output.newer", "screen.walk_versions(1)"),
        binding("output.earlier_run", "screen.walk_runs(-1)"),
        binding("output.later_run", "screen.walk_runs(1)"),
        binding("output.rerun", "screen.rerun"),
        binding("output.rerun_all", "screen.rerun_all"),
        binding("output.continue", "screen.continue_conversation"),
        binding("output.edit_turn", "screen.edit_turn"),
        binding("output.stop", "screen.stop_output"),
        binding("output.follow", "screen.follow"),
        binding("output.search", "screen.search"),
        binding("output.next_match", "screen.next_match(1)"),
        binding("output.previous_match", "screen.next_match(-1)"),
        binding("output.markdown", "screen.markdown"),
        binding("output.diff", "screen.diff"),
        binding("output.copy", "screen.copy_output"),
        binding("output.write", "screen.write_output"),
        binding("output.rate_up", "screen.rate(1)"),
        binding("output.rate_down", "screen.rate(-1)"),
        binding("output.note", "screen.note"),
        binding("output.vote", "screen.vote"),
        binding("output.tally", "screen.tally"),
        binding("output.blind", "screen.blind"),
        binding("output.reveal", "screen.reveal"),
    ]

    def __init__(self, keys: Mapping[str, str], *, ready: bool = False) -> None:
        """`keys` holds the key to show for each binding id; `ready`: all is there for a run."""
        super().__init__()
        self._keys = keys
        self._ready = ready

    def on_mount(self) -> None:
        """Until there are outputs, say how to get some."""
        self.mount(_Hint(first_steps(self._keys, ready=self._ready), id="hint"))

    @property
    def panes(self) -> list[OutputPane]:
        """The outputs in the order they are shown in."""
        return list(self.query(OutputPane))

    @property
    def pane_in_focus(self) -> OutputPane | None:
        """The output the keys work on."""
        focused = self.screen.focused
        if focused is None:
            return None
        return next((one for one in focused.ancestors if isinstance(one, OutputPane)), None)

    async def show(self, panes: Sequence[OutputPane], *, seed: int | None = None) -> None:
        """Replace what is shown; with a seed without names and in the order it gives."""
        self.remove_class("zoomed")
        ordered = list(panes) if seed is None else shuffled(panes, seed)
        self._number(ordered, blind=seed is not None)
        async with self.batch():
            await self.remove_children()
            await self.mount_all(ordered)
        self.fit()

    def hide_names(self, seed: int) -> None:
        """Shuffle the outputs by this seed and call them A, B, C."""
        lanes = sorted(self.panes, key=lambda pane: pane.lane.index)
        self._number(shuffled(lanes, seed), blind=True)
        self.sort_children(key=lambda child: child.number if isinstance(child, OutputPane) else 0)

    def reveal(self) -> None:
        """Show the names beside the letters; no output moves."""
        for pane in self.panes:
            pane.disguise(pane.number, pane.letter)

    def focus_hint(self) -> None:
        """Go to the hint that stands where the outputs will be."""
        for hint in self.query(_Hint):
            self.screen.set_focus(hint)

    def on_resize(self) -> None:
        """Fit the columns to the new size."""
        self.fit()

    def fit(self) -> None:
        """As many columns as fit, as even rows as that allows; rows that get too low scroll."""
        count = 1 if self.has_class("zoomed") else max(1, len(self.panes))
        fitting = max(1, self.size.width // _MIN_WIDTH)
        rows = -(-count // fitting)
        self.styles.grid_size_columns = -(-count // rows)
        self.styles.grid_size_rows = rows
        low = self.size.height < rows * _MIN_HEIGHT
        self.styles.grid_rows = str(_MIN_HEIGHT) if low else "1fr"

    def zoom(self, pane: OutputPane) -> None:
        """Show one output alone, or all again."""
        self.set_class(not self.has_class("zoomed"), "zoomed")
        self._show_zoomed(pane)
        self.fit()

    def go_to(self, pane: OutputPane) -> None:
        """Put the cursor into an output; where one is shown alone, it is this one now."""
        self._show_zoomed(pane)
        pane.focus_text()
        # Once more when the sampling fields, that may have been open, have given their room back.
        self.call_after_refresh(self.scroll_to_widget, pane, animate=False)

    def neighbour(self, step: int) -> OutputPane | None:
        """The output `step` places from the one in focus, round the ends."""
        panes, current = self.panes, self.pane_in_focus
        if not panes:
            return None
        return panes[0 if current is None else (panes.index(current) + step) % len(panes)]

    def _show_zoomed(self, pane: OutputPane) -> None:
        alone = self.has_class("zoomed")
        for other in self.panes:
            other.display = other is pane or not alone

    def _number(self, panes: Sequence[OutputPane], *, blind: bool) -> None:
        for place, pane in enumerate(panes):
            pane.disguise(place + 1, letter(place) if blind else "", hidden=blind)


def first_steps(keys: Mapping[str, str], *, ready: bool) -> Content:
    """How to get to a first answer; `keys` holds the key to show for each id.

    It takes three keys, or one where models are selected and a prompt stands there: `ready`.
    """
    models, starter, run = (keys[id_] for id_ in _FIRST)
    width = max(len(key) for key in (models, starter, run, keys["catalog.toggle"])) + 2

    def step(key: str, what: str) -> Content:
        return Content.assemble("  ", (key.ljust(width), "bold $accent"), what)

    to_a_prompt = [
        step(models, "go to the models"),
        step(starter, "take a prompt that suits the model"),
    ]
    return Content("\n").join(
        [
            Content("One key to an answer:" if ready else "Three keys to a first answer:"),
            Content(""),
            *([] if ready else to_a_prompt),
            step(run, "run it: the answer streams here"),
            Content(""),
            Content("Or type a prompt of your own. For answers side by side:"),
            *([step(models, "go to the models")] if ready else []),
            step(keys["catalog.toggle"], "on each of several models"),
            Content(""),
            Content(f"{keys['run.stop']} stops and keeps the text. {keys['help.open']} is help."),
        ]
    )
