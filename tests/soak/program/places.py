"""Every screen and pane: the keys that lead there, and what may be pressed there."""

from __future__ import annotations

from typing import NamedTuple

from tests.soak.program.screens import MAIN


class Place(NamedTuple):
    """Where keys are pressed."""

    name: str
    opened: str
    """Keys from the main screen, with spaces between."""
    screen: str
    """What is then seen, by its name."""
    keys: tuple[str, ...]
    """Any of these, in any order; some are several keys that belong together."""
    busy: bool = True
    """Whether it can be opened while a run is under way."""


_SCROLL = ("down", "up", "pagedown", "pageup", "home", "end")
_WORDS = ("text:o", "text:demo", "text:llama", "backspace backspace", "text:zzz")

PLACES: tuple[Place, ...] = (
    Place(
        "models",
        "f2",
        MAIN,
        (
            *_SCROLL,
            "space space",
            "slash text:demo enter",
            "slash text:lic backspace backspace backspace enter",
            "l",
            "backspace",
            "K",
            "J",
            "<",
            ">",
            "p",
            "e e",
        ),
    ),
    Place(
        "prompt",
        "f3",
        MAIN,
        (
            *_SCROLL,
            "text:Hello,",
            "space",
            "ctrl+underscore",
            "left",
            "right",
            "enter",
            "ctrl+u",
            "ctrl+w",
            "tab f3",
            "ctrl+k",
            "ctrl+n ctrl+t",
            "ctrl+t",
            "ctrl+l",
            "text:äö→😀",
        ),
    ),
    Place(
        "outputs",
        "f4",
        MAIN,
        (
            *_SCROLL,
            *"12345npf.,+-",
            "left",
            "right",
            "<",
            ">",
            "z n z",
            "f f",
            "y",
            "slash text:the enter",
            "b u",
            "f4",
            "s",
        ),
    ),
    Place("markdown", "f4 m", "", (*_SCROLL,)),
    Place("tally", "f4 t", "tally", (*_SCROLL,)),
    Place("words that differ", "f4 d", "", ("text:1", "text:2", "text:0", "down", "pagedown")),
    Place("vote", "f4 v", "", ("text:1", "text:2", "text:3")),
    Place("note", "f4 e", "note", ("text:good", "text:[b]", "enter")),
    Place("write", "f4 w", "write an output", ("enter",)),
    Place("again", "f4 n", MAIN, ("r", "n", "R", "down"), busy=False),
    Place("sampling", "f6", MAIN, ("tab", "text:1 backspace", "down", "up", "f6", "f9")),
    Place("presets", "f9", MAIN, ("f9",)),
    Place("help", "f1", "help", _SCROLL),
    Place("licence", "f7", "licence", _SCROLL),
    Place(
        "palette",
        "ctrl+p",
        "palette",
        (*_SCROLL, *_WORDS, "text:colours enter", "text:exact enter"),
    ),
    Place(
        "prompt options", "f8", "prompt options", ("tab", "text:a backspace", "down up", "pagedown")
    ),
    Place("preview", "ctrl+g", "preview", (*_SCROLL, "left", "right", "v", "t")),
    Place("open prompt", "ctrl+o", "open prompt", (*_SCROLL, *_WORDS, "text:/tmp/ tab", "enter")),
    Place(
        "compare",
        "ctrl+y",
        "compare",
        (
            *_SCROLL,
            "left",
            "right",
            ",",
            ".",
            "space",
            "enter",
            "d",
            "+",
            "-",
            "s",
            "j",
            "k",
            "escape",
        ),
    ),
    Place("note on a cell", "ctrl+y e", "", ("text:fair", "enter", "e")),
    Place("conclusions", "ctrl+y c", "conclusions", ("text:So ", "enter", "f2", "c")),
    Place("export", "ctrl+y x", "export", ("down", "up", "tab", "f3", "enter", "x", "f2")),
    Place("replay", "ctrl+y p", "", ("down", "up", "d", "enter"), busy=False),
    Place(
        "evaluation",
        "ctrl+x down space",
        "evaluation order",
        (*_SCROLL, "tab", "space", "f5", "p", "v", "s", "enter", "d", "g"),
        busy=False,
    ),
    Place(
        "earlier evaluations",
        "ctrl+x o",
        "earlier evaluations",
        ("down", "up", "enter", "p", "v", "x enter"),
    ),
    Place(
        "sessions",
        "f11",
        "sessions",
        (
            *_SCROLL,
            "slash text:20 enter",
            "d",
            "r text:! enter",
            "t text:tag enter",
            "x",
            "x y",
            "u",
            "y",
            "c text:Well. f2",
            "v",
            "f text:story enter",
            "escape",
        ),
    ),
    Place("other session", "f11 down end", "sessions", ("enter", "up", "down"), busy=False),
    Place("themes", "f12", "themes", (*_SCROLL, "enter", "f12")),
    Place("inspect", "f2 i", "inspect", (*_SCROLL, "slash text:Hello enter", "s")),
    Place("downloads", "f2 D", "downloads", (*_SCROLL, "space", "x", "c")),
    Place("hub", "f2 h", "hub search", (*_WORDS, "enter", "down", "up", "slash", "D", "a")),
    Place("download", "f2", MAIN, ("down", "d", "d escape")),
)
