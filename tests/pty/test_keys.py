"""Every key of the keymap in the real program: each has an effect that can be seen."""

from __future__ import annotations

import base64

from playground.domain.keymap import BY_ID, KEYMAP, Place
from tests.pty.conftest import Opener
from tests.pty.keyboard import key
from tests.pty.playing import Playground


class Hands:
    """Presses keys by what they are to do, and knows which were not pressed."""

    def __init__(self, app: Playground, place: Place) -> None:
        self.app = app
        self.left = {key.id for key in KEYMAP if key.where == place}

    def press(self, id_: str) -> None:
        self.left.discard(id_)
        self.app.send(BY_ID[id_].keys[0])

    def page(self, id_: str, heading: str) -> None:
        """Something opens over the screen; Esc leaves it."""
        self.press(id_)
        self.app.wait_for(heading)
        self.app.send("escape")
        # The palette leaves the last line of the screen below in sight while it is open.
        self.app.wait_for(lambda: heading not in self.app.text())
        self.back()

    def answer(self, id_: str, question: str, answer: str) -> None:
        """A line is asked for and given."""
        self.press(id_)
        self.app.wait_for(question)
        self.app.type(answer + "\r")
        self.back()

    def back(self) -> None:
        self.app.wait_for(lambda: "F10 Quit" in self.app.lines()[-1])

    def focus(self, id_: str, pane: str) -> None:
        """The focus moves to a pane, whose upper border is then heavy."""
        self.press(id_)
        self.app.wait_for(f"━{pane}")

    def status(self, id_: str, number: int, part: str) -> None:
        """The line of an output says something afterwards."""
        self.press(id_)
        self.app.wait_for(lambda: part in self.app.pane(number).status)

    def title(self, id_: str, number: int, *words: str) -> None:
        """The title of an output has these words afterwards."""
        self.press(id_)
        self.app.wait_for(lambda: set(words) <= set(self.app.pane(number).title.split()))


def titles(app: Playground) -> set[str]:
    """The words over all outputs, whose order a blind comparison shuffles."""
    return {word for pane in app.outputs() for word in pane.title.split()}


def test_the_keys_that_work_everywhere(playground: Opener) -> None:
    app = playground("-m", "alpha", size=(120, 40))
    app.ready()
    hands = Hands(app, "everywhere")
    hands.focus("catalog.focus", "Models")
    hands.focus("prompt.focus", "Prompt")
    app.type("One")
    hands.press("run.start")
    app.all_stream(1)
    hands.press("run.stop")
    app.all_over()
    assert app.pane(1).status.startswith("■ stopped")
    hands.focus("output.focus", "1 alpha")

    hands.press("prompt.variant")
    app.wait_for("variant B of 2")
    app.type(" and another")
    app.wait_for("One and another")
    hands.press("prompt.next_variant")
    app.wait_for("variant A of 2")
    assert "One and another" not in app.text()
    hands.page("prompt.options", "System")
    hands.page("prompt.preview", "Preview")
    hands.page("prompt.open", "Open a prompt")
    hands.page("license.show", "Licence of")
    hands.page("help.open", "Everywhere")
    hands.page("palette.open", "Search for")
    hands.page("compare.open", "Compare: ")
    hands.page("evaluation.open", "Models to evaluate")
    hands.page("theme.pick", "contrast")
    hands.page("sessions.open", "Enter Open")

    hands.focus("sampling.focus", "Sampling")
    app.wait_for("temperature")
    hands.focus("prompt.focus", "Prompt")
    hands.press("sampling.preset")
    app.wait_for("greedy")
    before = len(app.written)
    hands.press("app.redraw")
    app.wait_for(lambda: b"Licence" in app.written[before:])
    hands.press("app.quit")
    assert app.wait_exit() == 0
    assert not hands.left


def test_the_keys_of_the_prompt(playground: Opener) -> None:
    app = playground("-m", "brief", size=(120, 40))
    app.ready()
    hands = Hands(app, "prompt")
    app.ask("The first")
    app.all_over()
    app.paste(" and more")
    app.wait_for("The first and more")
    hands.press("prompt.undo")
    app.wait_for(lambda: "and more" not in app.text())
    app.paste(", altered")
    app.wait_for("The first, altered")
    hands.press("prompt.earlier")
    app.wait_for(lambda: "altered" not in app.text())
    assert "The first" in app.text()
    hands.press("prompt.later")
    app.wait_for("The first, altered")
    assert not hands.left


def test_the_keys_of_the_catalog(playground: Opener) -> None:
    app = playground("-m", "brief", size=(120, 40))
    app.ready()
    hands = Hands(app, "catalog")
    app.send("f2")
    app.wait_for("bravo")
    hands.press("catalog.filter")
    app.type("alph")
    app.wait_for("/alph")
    app.send("enter")
    app.wait_for(lambda: "bravo" not in app.text())
    hands.press("catalog.toggle")
    app.wait_for("[2] alpha")
    hands.press("catalog.earlier")
    app.wait_for("[1] alpha")
    hands.press("catalog.later")
    app.wait_for("[2] alpha")
    hands.press("catalog.starter")
    app.wait_for("An alpha story")
    hands.press("catalog.starter")
    app.wait_for("Another alpha story")
    hands.press("catalog.clear")
    app.wait_for("bravo")
    hands.press("catalog.class")
    app.wait_for(lambda: "class:permissive" in app.text() and "bravo" not in app.text())
    hands.press("catalog.pull")
    app.wait_for("needs no download")
    hands.press("catalog.engine")
    hands.page("catalog.inspect", "Inside")
    hands.page("catalog.downloads", "Nothing was downloaded")
    hands.page("catalog.hub", "Model hub")
    assert not hands.left


def test_the_keys_of_the_outputs(playground: Opener) -> None:
    app = playground("-m", "brief", "-m", "alpha", size=(120, 40))
    app.ready()
    hands = Hands(app, "outputs")
    app.ask("Hello")
    app.wait_for(lambda: app.pane(1).over and app.pane(2).streaming)
    app.send("f4")
    app.wait_for("━1 brief")
    app.send("2")
    hands.left.discard("output.number")
    app.wait_for("━2 alpha")
    app.wait_for(lambda: len(app.pane(2).text.splitlines()) > 20)
    hands.press("output.follow")  # hold still, then follow again
    held = app.pane(2).text.splitlines()[:3]
    app.wait_for(lambda: "tok" in app.pane(2).status)
    assert app.pane(2).text.splitlines()[:3] == held
    hands.press("output.follow")
    app.wait_for(lambda: app.pane(2).text.splitlines()[:3] != held)
    hands.status("output.stop", 2, "■ stopped")

    app.send("home")
    hands.answer("output.search", "Search for", "co")
    app.wait_for(lambda: "match 1 of" in app.pane(2).status)
    hands.status("output.next_match", 2, "match 2 of")
    hands.status("output.previous_match", 2, "match 1 of")
    hands.focus("output.next", "1 brief")
    hands.focus("output.previous", "2 alpha")
    hands.press("output.zoom")
    app.wait_for(lambda: not app.pane(1).title and app.pane(2).title)
    hands.press("output.zoom")
    app.wait_for(lambda: app.pane(1).title and app.pane(2).title)

    app.send("1")
    hands.title("output.rerun", 1, "v2/2")
    app.wait_for(lambda: app.pane(1).over)
    hands.title("output.older", 1, "v1/2")
    hands.title("output.newer", 1, "v2/2")
    hands.page("output.markdown", "Esc Back")
    hands.press("output.diff")
    app.wait_for("with the version before")
    app.send("0")
    app.wait_for("only in the second")
    app.send("escape")
    hands.back()
    hands.press("output.copy")
    app.wait_for("Copied")
    copied = app.written.rpartition(b"\x1b]52;c;")[2].partition(b"\x07")[0]
    assert base64.b64decode(copied).decode().split()[0] in app.pane(1).text
    hands.press("output.write")
    app.wait_for("Write the text to")
    app.send("enter")
    app.wait_for("Written to")
    assert (app.home / "brief-2.txt").is_file()

    hands.status("output.rate_up", 1, "/5")
    rated = app.pane(1).status
    hands.press("output.rate_down")
    app.wait_for(lambda: "/5" in app.pane(1).status and app.pane(1).status != rated)
    hands.answer("output.note", "Note on", "a good one")
    hands.press("output.vote")
    app.wait_for("Which one is better?")
    app.send("1")
    hands.back()
    hands.page("output.tally", "Votes of this session")
    hands.press("output.blind")
    app.wait_for(lambda: "brief" not in titles(app))
    hands.press("output.reveal")
    app.wait_for(lambda: {"brief", "alpha"} <= titles(app))
    hands.press("output.rerun_all")
    app.wait_for(lambda: {"v3/3", "v2/2"} <= titles(app))
    app.send("escape")
    app.wait_for(lambda: app.pane(1).over and app.pane(2).over)
    hands.press("output.earlier_run")
    app.wait_for("This is the first run.")
    hands.press("output.later_run")
    app.wait_for("This is the newest run.")
    hands.press("output.edit_turn")
    app.wait_for("Turn 1 put otherwise")
    app.send("f4")
    app.wait_for("r Again")
    hands.press("output.continue")
    app.wait_for("Turn 2 of the conversation")
    app.send("A", "n", "d", "f5")
    app.wait_for(lambda: "turn 2" in app.pane(1).title and "» And" in app.pane(1).text)
    app.send("escape")
    assert not hands.left


def test_esc_and_a_key_in_one_piece_are_two(playground: Opener) -> None:
    app = playground("-m", "brief", size=(120, 40))
    app.ready()
    app.send("f2")
    app.wait_for("━Models")
    app.send("D")
    app.wait_for("Nothing was downloaded")
    app.type("\x1bh")
    app.wait_for("Model hub")


def test_keys_typed_ahead_go_where_the_focus_is_going(playground: Opener) -> None:
    app = playground(size=(120, 40))
    app.ready()
    app.type(key("f2") + key("f3") + "typed ahead")
    app.wait_for("typed ahead")
