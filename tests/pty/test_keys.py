"""Every key of the keymap in the real program: each has an effect that can be seen."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from playground.domain.keymap import BY_ID
from tests.pty.conftest import Opener
from tests.pty.playing import Playground

Effects = Mapping[str, Callable[[Playground], None]]


def focused(app: Playground) -> list[str]:
    """The titles of what has the focus: their line is heavy."""
    rows = [row.replace("─", " ").split("━") for row in app.lines() if "━" in row]
    return [part.strip() for row in rows for part in row[1:] if part.strip()]


def focus_is_on(title: str) -> Callable[[Playground], None]:
    return lambda app: app.wait_for(lambda: any(one.startswith(title) for one in focused(app)))


def shows(text: str) -> Callable[[Playground], None]:
    return lambda app: app.wait_for(text)


def page(text: str) -> Callable[[Playground], None]:
    """Something opens over the screen, and Esc leaves it."""

    def check(app: Playground) -> None:
        app.wait_for(lambda: text in app.text() and "F10 Quit" not in app.lines()[-1])
        app.send("escape")
        app.wait_for(lambda: "F10 Quit" in app.lines()[-1])

    return check


def redrawn(app: Playground) -> None:
    before = len(app.written)
    app.send("ctrl+l")
    app.wait_for(lambda: "─Models".encode() in app.written[before:])


def status(number: int, text: str) -> Callable[[Playground], None]:
    return lambda app: app.wait_for(lambda: text in app.pane(number).status)


def title(number: int, *words: str) -> Callable[[Playground], None]:
    return lambda app: app.wait_for(
        lambda: all(word in app.pane(number).title.split() for word in words)
    )


def typed(app: Playground, question: str, answer: str) -> None:
    """A line is asked for and given."""
    app.wait_for(question)
    app.type(answer + "\r")
    app.wait_for(lambda: "F10 Quit" in app.lines()[-1])


# Everywhere: in this order, from an empty prompt on


def variant(app: Playground) -> None:
    app.type(" again")
    app.wait_for("2 of 2")


def other_variant(app: Playground) -> None:
    app.wait_for("1 of 2")


def undone(app: Playground) -> None:
    app.wait_for(lambda: "undone" not in app.text())


def later(app: Playground) -> None:
    app.wait_for(lambda: "An alpha story" not in app.lines()[1])


def started(app: Playground) -> None:
    app.wait_for(lambda: app.outputs() and all(pane.streaming for pane in app.outputs()))


def stopped(app: Playground) -> None:
    app.all_over()
    assert all(pane.status.startswith("■ stopped") for pane in app.outputs())


EVERYWHERE: Effects = {
    "catalog.focus": focus_is_on("Models"),
    "catalog.starter": shows("An alpha story"),
    "prompt.focus": focus_is_on("Prompt"),
    "prompt.undo": undone,
    "run.start": started,
    "run.stop": stopped,
    "prompt.variant": variant,
    "prompt.next_variant": other_variant,
    "prompt.options": page("System"),
    "prompt.preview": page("alpha"),
    "prompt.open": page("library"),
    "sampling.focus": focus_is_on("Sampling"),
    "sampling.preset": shows("greedy"),
    "license.show": page("Licence of"),
    "help.open": page("Everywhere"),
    "palette.open": page("Search"),
    "theme.pick": page("paper"),
    "output.focus": focus_is_on("1 alpha"),
    "app.redraw": redrawn,
}
BEFORE: Mapping[str, Callable[[Playground], None]] = {
    "prompt.undo": lambda app: (app.type("undone"), app.wait_for("undone"))[1],
}

CATALOG: Effects = {}
OUTPUTS: Effects = {}
