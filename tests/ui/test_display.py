from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.messages import TerminalSupportsSynchronizedOutput
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, OptionList, Static, TextArea

from playground.ui.widgets import stream
from playground.ui.display import DifferentialDisplay, application, obstacle
from playground.ui.widgets.stream import StreamView
from tests.ui.recorder import RecordingDriver, Terminal

WIDE = "模型 one 世界 two 한국어 three 😀 done\n"
STREAM_CSS = Path(stream.__file__).with_suffix(".tcss")
SIZE = (120, 40)


@pytest.fixture(autouse=True)
def _true_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


class Question(ModalScreen[None]):
    CSS = "Question { align: center middle; } #box { width: 41; height: 9; border: round $primary; }"

    def compose(self) -> ComposeResult:
        yield Static("Really? 世界 " * 12, id="box")


class Everything(DifferentialDisplay[None]):
    """A screen with a catalog, an editor, lanes and a footer, on a recorded terminal."""

    CSS_PATH = STREAM_CSS
    CSS = """
    OptionList { width: 24; } TextArea { height: 6; } StreamView { border: round $secondary; }
    """
    BINDINGS = [("f5", "redraw", "Redraw")]

    def __init__(self, lanes: int = 4) -> None:
        super().__init__(driver_class=RecordingDriver)
        self.animation_level = "none"
        self.lanes = lanes

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OptionList(*(f"model {number} 模型" for number in range(60)))
            for lane in range(self.lanes):
                yield StreamView(id=f"lane{lane}")
        editor = TextArea("Write a story.\nA short one: 短い.")
        editor.cursor_blink = False
        yield editor
        yield Footer()

    @property
    def recorded(self) -> RecordingDriver:
        assert isinstance(self._driver, RecordingDriver)
        return self._driver


class Twin(Everything):
    """Feeds each frame to two terminals, one by way of the stock display, and compares them."""

    def __init__(self) -> None:
        super().__init__()
        self.frames = 0
        self.differences: list[str] = []
        self.stock = self.ours = Terminal(*SIZE)

    def _display(self, screen: Any, renderable: Any) -> None:
        shown = renderable is not None and self._reaches_terminal()
        if shown:
            size = (self.size.width, self.size.height)
            if (self.stock.screen.columns, self.stock.screen.lines) != size or not self.frames:
                self.stock, self.ours = Terminal(*size), Terminal(*size)
            self.stock.feed(renderable.render_segments(self.console))
        super()._display(screen, renderable)
        if shown:
            self.frames += 1
            self.ours.feed(self.recorded.take())
            self.differences += [
                f"frame {self.frames} row {y} column {x}: {ours} is not {theirs}"
                for y, rows in enumerate(zip(self.ours.cells(), self.stock.cells(), strict=True))
                for x, (ours, theirs) in enumerate(zip(*rows, strict=True))
                if ours != theirs
            ]


async def drive(app: Everything, script: Any, size: tuple[int, int] = SIZE) -> None:
    """Run `script(pilot)` in the application on a recorded terminal."""
    failures: list[BaseException] = []

    async def pilot_script(pilot: Pilot[Any]) -> None:
        try:
            await pilot.pause()
            await script(pilot)
        except BaseException as error:  # noqa: BLE001 (Textual would print it and go on)
            failures.append(error)
        finally:
            app.exit()

    await app.run_async(headless=False, size=size, auto_pilot=pilot_script)
    if failures:
        raise failures[0]
    assert app.return_code == 0


async def test_every_frame_shows_the_same_cells_as_the_stock_display() -> None:
    app = Twin()

    async def script(pilot: Pilot[Any]) -> None:
        lanes = list(app.query(StreamView))
        for number in range(12):
            for lane in lanes:
                lane.append(f"{number} the quick brown fox " + WIDE * (number % 3))
            await pilot.pause()
        app.query_one(OptionList).focus()
        await pilot.press("down", "down", "pagedown", "end", "home")
        lanes[0].focus()
        await pilot.press("pageup", "up", "home", "end")
        app.query_one(TextArea).focus()
        await pilot.press("a", "b", "enter", "left", "backspace", "shift+up")
        app.push_screen(Question())
        await pilot.pause()
        lanes[1].append("behind the dialog " + WIDE)
        await pilot.pause()
        app.pop_screen()
        await pilot.pause()
        for theme in ("textual-light", "nord", "ansi-dark"):
            app.theme = theme
            await pilot.pause()
            lanes[2].append(WIDE)
            await pilot.pause()
        app.recorded.resize(91, 27)
        await pilot.pause(0.05)
        lanes[3].append(WIDE * 3)
        await pilot.pause()
        await pilot.press("f5")
        lanes[0].set_text("over")
        lanes[1].clear()
        await pilot.pause()

    await drive(app, script)
    assert app.frames > 30
    assert not app.differences, "\n".join(app.differences[:20])


class Lanes(Everything):
    """Nothing but lanes, as wide as the screen allows."""

    def compose(self) -> ComposeResult:
        with Horizontal():
            for lane in range(self.lanes):
                yield StreamView(id=f"lane{lane}")


async def stream(app: Everything, pilot: Pilot[Any], frames: int = 60) -> int:
    """Append five tokens of five characters a frame to each lane; the bytes this wrote."""
    lanes = list(app.query(StreamView))
    app.recorded.take()
    for _ in range(frames):
        for lane in lanes:
            lane.append("word " * 5)
        await pilot.pause()
    return len(app.recorded.take().encode())


@pytest.mark.parametrize("lanes", [1, 4])
async def test_a_streamed_token_of_five_characters_takes_at_most_twenty_bytes(lanes: int) -> None:
    app = Lanes(lanes)

    async def script(pilot: Pilot[Any]) -> None:
        app.post_message(TerminalSupportsSynchronizedOutput())
        await pilot.pause()
        written = await stream(app, pilot)
        print("BYTES", lanes, written / (60 * 5 * lanes))
        assert written <= 20 * 60 * 5 * lanes

    await drive(app, script)
