"""What the screen showed as done, and whether the session files have it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground.domain.terminal import visible
from tests.pty.playing import Pane

_MARKS = re.compile(r"\s|»")  # a screen breaks lines where it likes, and marks turns


@dataclass
class Seen:
    """Everything that was acknowledged, to be looked for in the end."""

    shown: dict[tuple[str, str], str] = field(default_factory=dict)
    """Model and text in view, without white space, and the step at which it was first seen."""
    copied: dict[tuple[str, str], str] = field(default_factory=dict)
    """Model and exact text, as the clipboard got it, and the step."""

    def look(self, panes: Iterable[Pane], step: str, models: Sequence[str]) -> None:
        """Take down the outputs that are done."""
        for pane in panes:
            text = _bare(pane.text)
            if pane.status.startswith("✓") and text:
                self.shown.setdefault((model_of(pane.title, models), text), step)

    def copy(self, pane: Pane, text: str, step: str, models: Sequence[str]) -> None:
        """Take down an exact text of an output that is done."""
        if pane.status.startswith("✓"):
            self.copied.setdefault((model_of(pane.title, models), text), step)

    def lost(self, files: Iterable[Path]) -> list[str]:
        """What is in none of the files: a line for each, with the step."""
        lanes = [lane for path in files for lane in lanes_of(path)]
        exact = {(_model(lane), _text(lane)) for lane in lanes}
        texts = {text for _, text in exact}
        whole = [(_model(lane), _bare(visible(_conversation(lane)))) for lane in lanes]
        missing = [
            f"{step}: {model} copied {text[:60]!r}"
            for (model, text), step in self.copied.items()
            if (model, text) not in exact and (model or text not in texts)
        ]
        for (model, text), step in self.shown.items():
            if not any(model in {"", of} and text in all_ for of, all_ in whole):
                missing.append(f"{step}: {model} showed …{text[-60:]!r}")
        return missing


def lanes_of(path: Path) -> list[Mapping[str, Any]]:
    """The answers of a session file, as TOML has them."""
    with path.open("rb") as file:
        runs = tomllib.load(file).get("runs", [])
    return [
        {**lane, "asked": run.get("variants", {}).get(lane.get("variant"), run["prompt"])}
        for run in runs
        for lane in run.get("lanes", [])
    ]


def model_of(title: str, models: Sequence[str]) -> str:
    """The model that a title names; empty where it is hidden or cut off."""
    words = title.split()
    return words[1] if len(words) > 1 and words[1] in models else ""


def _model(lane: Mapping[str, Any]) -> str:
    return str(lane["model"]["id"])


def _text(lane: Mapping[str, Any]) -> str:
    return str(lane.get("text", lane.get("text_json", "")))


def _conversation(lane: Mapping[str, Any]) -> str:
    """An answer with the turns before it, as the screen shows them."""
    turns = [*map(str, lane.get("history", ()))]
    return "\n".join([*turns, *([str(lane["asked"])] if turns else []), _text(lane)])


def _bare(text: str) -> str:
    return _MARKS.sub("", text)
