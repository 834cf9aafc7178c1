"""An application with a bit of everything on a recorded terminal, and a way to drive it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static, TextArea

from playground.ui import widgets
from playground.ui.display import DifferentialDisplay, LeanScreen
from playground.ui.widgets.stream import StreamView
from tests.ui.recorder import RecordingDriver

WIDE = "模型 one 世界 two 한국어 three 😀 done\n"
STREAM_CSS = Path(widgets.__path__[0]) / "stream.tcss"
SIZE = (120, 40)
SMALL = (80, 24)


@pytest.fixture(autouse=True)
def true_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


class Question(ModalScreen[None]):
    CSS = (
        "Question { align: center middle; } #box { width: 41; height: 9; border: round $primary; }"
    )

    def compose(self) -> ComposeResult:
        yield Static("Really? 世界 " * 12, id="box")


class Everything(DifferentialDisplay[None]):
    """A screen with a catalog, an editor, lanes and a footer, on a recorded terminal."""

    CSS_PATH = STREAM_CSS
    CSS = """
    OptionList { width: 24; } TextArea { height: 6; } StreamView { border: round $secondary; }
    """
    BINDINGS: ClassVar = [("f5", "redraw", "Redraw")]

    def __init__(self, lanes: int = 4) -> None:
        super().__init__(driver_class=RecordingDriver)
        self.animation_level = "none"
        self.lanes = lanes

    def get_default_screen(self) -> LeanScreen[None]:
        return LeanScreen()

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


async def drive(app: Everything, script: Any, size: tuple[int, int] = SIZE) -> None:
    """Run `script(pilot)` in the application on a recorded terminal."""
    failures: list[BaseException] = []

    async def pilot_script(pilot: Pilot[Any]) -> None:
        try:
            await pilot.pause()
            await script(pilot)
        except BaseException as error:
            failures.append(error)
        finally:
            app.exit()

    await app.run_async(headless=False, size=size, auto_pilot=pilot_script)
    if failures:
        raise failures[0]
    assert app.return_code == 0
