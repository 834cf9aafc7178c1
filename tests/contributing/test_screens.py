"""A pane, a key and a theme, on the full screen."""

from __future__ import annotations

from pathlib import Path

from tests.contributing.copied import Copy, undocumented

PANE = '''
"""A slip of paper beside the outputs."""

from textual import events
from textual.message import Message
from textual.widgets import Static


class SlipPane(Static, can_focus=True):
    """Says when it was reached."""

    class Reached(Message):
        """The focus came."""

    def __init__(self) -> None:
        super().__init__("A slip of paper")

    def on_focus(self, event: events.Focus) -> None:
        """Tell the screen."""
        self.post_message(self.Reached())
'''
STYLE = "SlipPane {\n    height: 3;\n    border: heavy $accent;\n}\n"
ROUTE = """
    @on(SlipPane.Reached)
    def _slip_reached(self) -> None:
        self.say("The slip was reached")
"""
SCREEN = "playground/ui/screens/main/screen.py"


def test_a_pane_is_mounted_styled_and_heard(copy: Copy, tmp_path: Path) -> None:
    copy.add("playground/ui/panes/slip.py", PANE)
    copy.add("playground/ui/panes/slip.tcss", STYLE)
    copy.add_line(
        SCREEN,
        "from playground.ui.panes.sampling import SamplingPane",
        "from playground.ui.panes.slip import SlipPane",
    )
    copy.add_line(
        SCREEN,
        "                yield OutputGrid(desk.keys, ready=desk.ready)",
        "                yield SlipPane()",
    )
    copy.append(SCREEN, ROUTE)
    with copy.screen(tmp_path) as terminal:
        terminal.wait_for("A slip of paper")
        terminal.wait_for("┏━━━━")
        terminal.wait_for("F10 Quit")
        terminal.send("tab")
        terminal.wait_for("The slip was")
        terminal.send("f10")
        assert terminal.wait_exit() == 0
    assert undocumented("A pane", copy) == []


def test_a_key_acts_is_listed_and_can_be_changed(copy: Copy, tmp_path: Path) -> None:
    copy.add_line(
        "playground/domain/keymap.py",
        '    Key("theme.pick", ("f12",), "Choose the colours", "everywhere", "Theme"),',
        '    Key("greeting.say", ("ctrl+v",), "Say good day", "everywhere", "Greet"),',
    )
    copy.add_line(
        SCREEN,
        '        binding("help.open", "help", priority=True),',
        '        binding("greeting.say", "greet", priority=True),',
    )
    copy.append(
        SCREEN, '\n    def action_greet(self) -> None:\n        self.say("Good day to you")\n'
    )
    assert "greeting.say" in copy.llmplay("keys").out
    config = tmp_path / "config" / "llmplay"
    for settings, pressed in (
        ("", "\x16"),
        ('[keys]\n"greeting.say" = "f12"\n"theme.pick" = "ctrl+v"\n', "\x1b[24~"),
    ):
        config.mkdir(parents=True, exist_ok=True)
        (config / "settings.toml").write_text(settings, encoding="utf-8")
        with copy.screen(tmp_path) as terminal:
            terminal.wait_for("F10 Quit")
            terminal.type(pressed)
            terminal.wait_for("Good day to you")
            terminal.send("f1")
            terminal.wait_for("Say good day")
            terminal.send("escape", "f10")
            assert terminal.wait_exit() == 0
    assert undocumented("A key", copy) == []


def test_a_theme_is_listed_and_applied(copy: Copy, tmp_path: Path) -> None:
    copy.add(
        "themes/aquarium.toml",
        'dark = true\nprimary = "#88aaff"\nforeground = "#ddeeff"\nbackground = "#012345"\n'
        'surface = "#012345"\n',
    )
    with copy.screen(tmp_path, "--theme", "aquarium") as terminal:
        terminal.wait_for("F10 Quit")
        with terminal.condition:
            grounds = {cell.bg for row in terminal.screen.buffer.values() for cell in row.values()}
        assert "012345" in grounds
        terminal.send("f12")
        terminal.wait_for("aquarium")
        terminal.send("escape", "f10")
        assert terminal.wait_exit() == 0
    assert undocumented("A theme", copy) == []
