"""Every key of the full-screen interface: one table for the bindings, the help and `llmplay keys`.

No binding needs ctrl+enter, alt or shift with a function key, and what readline, tmux, flow control
and the shell make of ctrl+a/b/d/e/f/k/q/s/u/w/z stays theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Place: TypeAlias = Literal["everywhere", "catalog", "outputs"]


@dataclass(frozen=True, slots=True)
class Key:
    """One binding."""

    id: str
    """area.verb; what a `[keys]` table in the settings names."""
    keys: tuple[str, ...]
    """As Textual names them; the first is the one shown."""
    what: str
    """What it does, as a sentence without its full stop."""
    where: Place
    label: str
    """For the footer."""
    footer: bool = False
    """Whether the footer shows it."""


KEYMAP: tuple[Key, ...] = (
    Key(
        "run.start",
        ("f5", "ctrl+r"),
        "Run the prompt on the selected models",
        "everywhere",
        "Run",
        footer=True,
    ),
    Key(
        "run.stop",
        ("escape",),
        "Stop the run; the text so far is kept",
        "everywhere",
        "Stop",
        footer=True,
    ),
    Key("catalog.focus", ("f2",), "Go to the catalog", "everywhere", "Models", footer=True),
    Key("prompt.focus", ("f3",), "Go to the prompt", "everywhere", "Prompt", footer=True),
    Key(
        "output.focus",
        ("f4",),
        "Go to the outputs; again for the next one",
        "everywhere",
        "Outputs",
    ),
    Key("sampling.focus", ("f6",), "Go to the sampling parameters", "everywhere", "Sampling"),
    Key(
        "license.show",
        ("f7",),
        "Show the whole licence of the model under the cursor",
        "everywhere",
        "Licence",
    ),
    Key("help.open", ("f1",), "Show this help", "everywhere", "Help", footer=True),
    Key(
        "palette.open",
        ("ctrl+p",),
        "Find any action by its words and do it",
        "everywhere",
        "Commands",
    ),
    Key("app.redraw", ("ctrl+l",), "Draw the whole screen again", "everywhere", "Redraw"),
    Key(
        "app.quit", ("f10",), "Quit; ctrl+c twice does the same", "everywhere", "Quit", footer=True
    ),
    Key(
        "catalog.toggle",
        ("space",),
        "Select or deselect the model under the cursor",
        "catalog",
        "Select",
    ),
    Key(
        "catalog.starter",
        ("p",),
        "Put a prompt that suits the model into the editor; again for the next one",
        "catalog",
        "Starter prompt",
    ),
    Key("output.zoom", ("z",), "Show one output alone, or all again", "outputs", "Zoom"),
    Key("output.next", ("right", "n"), "Go to the next output", "outputs", "Next"),
    Key("output.previous", ("left", "b"), "Go to the output before", "outputs", "Previous"),
    Key(
        "output.copy",
        ("y",),
        "Copy the output to the clipboard of your terminal",
        "outputs",
        "Copy",
    ),
)

BY_ID = {key.id: key for key in KEYMAP}
