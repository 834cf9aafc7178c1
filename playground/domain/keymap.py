"""Every key of the full-screen interface: one table for the bindings, the help and `llmplay keys`.

No binding needs ctrl+enter, alt or shift with a function key, and what readline, tmux, flow control
and the shell make of ctrl+a/b/d/e/f/k/q/s/u/w/z stays theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Place: TypeAlias = Literal["everywhere", "prompt", "catalog", "outputs"]


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
        "Stop the run, keeping the text; else end a search or filter, or go to the prompt",
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
    Key(
        "sampling.focus",
        ("f6",),
        "Go to the sampling parameters; again for those of one model",
        "everywhere",
        "Sampling",
    ),
    Key(
        "sampling.preset",
        ("f9",),
        "Sampling as the models were made for, greedy, balanced, creative, and round again",
        "everywhere",
        "Preset",
    ),
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
    Key(
        "compare.open",
        ("ctrl+y",),
        "Compare all runs of the session: prompts by models, figures, votes; export them",
        "everywhere",
        "Compare",
    ),
    Key(
        "sessions.open",
        ("f11",),
        "Go to all sessions: open, search, name, tag, copy and delete them",
        "everywhere",
        "Sessions",
    ),
    Key("theme.pick", ("f12",), "Choose the colours", "everywhere", "Theme"),
    Key(
        "prompt.options",
        ("f8",),
        "Set system prompt, template, variables and stop strings",
        "everywhere",
        "Prompt options",
    ),
    Key(
        "prompt.preview",
        ("ctrl+g",),
        "See the exact text a model gets, and how many tokens it is",
        "everywhere",
        "Preview",
    ),
    Key(
        "prompt.open",
        ("ctrl+o",),
        "Open a prompt from the library or from a file",
        "everywhere",
        "Open",
    ),
    Key(
        "prompt.variant",
        ("ctrl+n",),
        "Write another variant of the prompt; a run compares them",
        "everywhere",
        "New variant",
    ),
    Key(
        "prompt.next_variant",
        ("ctrl+t",),
        "Go to the next variant of the prompt; an emptied one is dropped",
        "everywhere",
        "Next variant",
    ),
    Key(
        "prompt.earlier",
        ("up",),
        "From the first line, go to the prompt before",
        "prompt",
        "Earlier",
    ),
    Key("prompt.later", ("down",), "From the last line, go to the prompt after", "prompt", "Later"),
    Key("prompt.undo", ("ctrl+underscore",), "Take back the last change", "prompt", "Undo"),
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
    Key("catalog.filter", ("slash",), "Filter the models as you type", "catalog", "Filter"),
    Key(
        "catalog.class",
        ("l",),
        "Show one class of licences after the other, then all again",
        "catalog",
        "Licences",
    ),
    Key("catalog.clear", ("backspace",), "Show all models again", "catalog", "All models"),
    Key(
        "catalog.earlier",
        ("K", "less_than_sign"),
        "Move the selected model under the cursor forward in the order of the outputs",
        "catalog",
        "Earlier",
    ),
    Key(
        "catalog.later",
        ("J", "greater_than_sign"),
        "Move it back in the order of the outputs",
        "catalog",
        "Later",
    ),
    Key(
        "catalog.starter",
        ("p",),
        "Put a prompt that suits the model into the editor; again for the next one",
        "catalog",
        "Starter prompt",
    ),
    Key(
        "catalog.inspect",
        ("i",),
        "Look into the file of the model: weights, tokenizer, engines, metadata",
        "catalog",
        "Inspect",
    ),
    Key(
        "catalog.engine",
        ("e",),
        "Select the model twice: once more for another engine that can run it",
        "catalog",
        "Other engine",
    ),
    Key(
        "catalog.pull",
        ("d",),
        "Download the model under the cursor; what was begun is gone on with",
        "catalog",
        "Download",
    ),
    Key(
        "catalog.downloads",
        ("D",),
        "Show the downloads: how far they are, pause, go on, give up",
        "catalog",
        "Downloads",
    ),
    Key("catalog.hub", ("h",), "Search the model hub, and download from it", "catalog", "Hub"),
    Key(
        "output.number",
        tuple("123456789"),
        "Go to the output of this number (1 to 9)",
        "outputs",
        "Output",
    ),
    Key("output.next", ("n",), "Go to the next output", "outputs", "Next"),
    Key("output.previous", ("p",), "Go to the output before", "outputs", "Previous"),
    Key("output.zoom", ("z",), "Show one output alone, or all again", "outputs", "Zoom"),
    Key("output.older", ("left",), "Show the version before", "outputs", "Older"),
    Key("output.newer", ("right",), "Show the version after", "outputs", "Newer"),
    Key(
        "output.earlier_run",
        ("less_than_sign",),
        "Show the outputs of the run before, of this or of an earlier sitting",
        "outputs",
        "Run before",
    ),
    Key(
        "output.later_run",
        ("greater_than_sign",),
        "Show the outputs of the run after",
        "outputs",
        "Run after",
    ),
    Key(
        "output.rerun",
        ("r",),
        "Run this output again as a new version, with a new seed unless you set one",
        "outputs",
        "Again",
    ),
    Key(
        "output.rerun_all",
        ("R",),
        "Run all outputs again as new versions",
        "outputs",
        "All again",
    ),
    Key("output.stop", ("s",), "Stop this output; the others go on", "outputs", "Stop this"),
    Key("output.follow", ("f",), "Follow the end of the text, or hold still", "outputs", "Follow"),
    Key("output.search", ("slash",), "Search in the text; Esc ends it", "outputs", "Search"),
    Key("output.next_match", ("full_stop",), "Go to the next match", "outputs", "Next match"),
    Key("output.previous_match", ("comma",), "Go to the match before", "outputs", "Match before"),
    Key("output.markdown", ("m",), "Read the text as Markdown", "outputs", "Markdown"),
    Key(
        "output.diff",
        ("d",),
        "Compare the words with another version or output",
        "outputs",
        "Compare",
    ),
    Key(
        "output.copy",
        ("y",),
        "Copy the output to the clipboard of your terminal",
        "outputs",
        "Copy",
    ),
    Key("output.write", ("w",), "Write the text to a file", "outputs", "Write"),
    Key("output.rate_up", ("plus",), "Rate it higher, 1 to 5", "outputs", "Better"),
    Key("output.rate_down", ("minus",), "Rate it lower", "outputs", "Worse"),
    Key("output.note", ("e",), "Write a note on it", "outputs", "Note"),
    Key("output.vote", ("v",), "Say which of two outputs is better", "outputs", "Vote"),
    Key("output.tally", ("t",), "Show how the votes stand", "outputs", "Tally"),
    Key(
        "output.blind",
        ("b",),
        "Hide the names and shuffle the outputs, for this run and the next ones",
        "outputs",
        "Blind",
    ),
    Key("output.reveal", ("u",), "Show the hidden names", "outputs", "Reveal"),
)

BY_ID = {key.id: key for key in KEYMAP}
