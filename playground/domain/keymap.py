"""Every key of the full-screen interface: one table for the bindings, the help and `llmplay keys`.

No binding needs ctrl+enter, alt or shift with a function key, and what readline, tmux, flow control
and the shell make of ctrl+a/b/d/e/f/k/q/s/u/w/z stays theirs.
"""

from __future__ import annotations

from playground.domain.keys import Key, Place
from playground.domain.output_keys import OUTPUT_KEYS

__all__ = ["BY_ID", "KEYMAP", "Key", "Place"]


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
    Key("catalog.focus", ("f2",), "Go to the models", "everywhere", "Models", footer=True),
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
        "evaluation.open",
        ("ctrl+x",),
        "Evaluate models on tasks: scores, every answer, findings to publish",
        "everywhere",
        "Evaluate",
    ),
    Key(
        "sessions.open",
        ("ctrl+j", "f11"),
        "Go to all sessions: open, search, name, tag, replay, copy, delete; F11 does the same",
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
    *OUTPUT_KEYS,
)

BY_ID = {key.id: key for key in KEYMAP}
