from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.app import App
from textual.color import Color

from playground.errors import PlaygroundError
from playground.services import paths
from playground.services.settings import Settings
from playground.ui import theming
from playground.ui.app import PlaygroundApp
from playground.ui.checking import problems
from playground.ui.desk import Desk
from playground.ui.styles import StyleError, check_own, style_sheets
from tests.ui.scripted import sitting

SHIPPED = sorted(path.stem for path in Path("themes").resolve().glob("*.toml"))


def own(name: str, text: str) -> Path:
    path = paths.config_folder() / "themes" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def contrast(one: str, other: str) -> float:
    """By WCAG 2.2, "contrast ratio"."""
    lights = sorted(_luminance(Color.parse(colour)) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_there_is_a_choice() -> None:
    assert len(SHIPPED) >= 8
    assert {"dusk", "paper", "terminal", "mono"} <= set(SHIPPED)
    assert set(SHIPPED) == set(theming.theme_files())


@pytest.mark.parametrize("name", SHIPPED)
def test_the_letters_of_every_theme_can_be_read(name: str) -> None:
    theme = theming.load_theme(name)
    if theme.ansi:
        return  # the palette is the terminal's
    ground = theme.background or ""
    assert contrast(theme.foreground or "", ground) >= 7
    for role in ("accent", "error", "warning", "success"):
        assert contrast(getattr(theme, role), ground) >= 4.5, role
    assert contrast(theme.primary, ground) >= 1.8


@pytest.mark.parametrize("name", SHIPPED)
async def test_every_theme_can_be_applied_to_the_whole_program(name: str) -> None:
    desk = Desk(Settings())
    app = PlaygroundApp(desk, theme=name)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.theme == name
        await desk.close()


@pytest.mark.parametrize("name", ["terminal", "mono"])
def test_themes_of_the_terminals_own_colours_name_no_others(name: str) -> None:
    text = theming.theme_files()[name].read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-f]{6}", text)
    assert theming.load_theme(name).ansi


def test_without_colour_there_are_no_hues() -> None:
    text = theming.theme_files()["mono"].read_text(encoding="utf-8")
    assert set(re.findall(r"ansi_\w+", text)) == {"ansi_default", "ansi_black", "ansi_white"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('primary = "#12345"', "primary"),
        ("primary = 7", "primary"),
        ('accent = "#123456"', "the key primary is missing"),
        ('primary = "#123456"\nacent = "#123456"', "'acent'"),
        ('primary = "#123456"\ndark = "yes"', "dark must be true or false"),
        ('primary = "#123456"\nansi = 1', "ansi must be true or false"),
        ('primary = "#123456"\nvariables = 7', "variables must be a table"),
        ('primary = "#123456"\n[variables]\nbroder = "#123456"', "'broder'"),
        ('primary = "#123456"\n[variables]\nborder = "no colour"', "border"),
        ('primary = "#123456"\n[variables]\nborder = ["x"]', "border"),
        ('primary = "#123456"\n[variables]\nlink-style = "blink fast"', "link-style"),
        ("primary = ", "no valid TOML"),
    ],
)
def test_a_broken_theme_names_file_and_key(text: str, told: str) -> None:
    path = own("mine", text)
    with pytest.raises(PlaygroundError) as caught:
        theming.load_theme("mine")
    assert caught.value.message.startswith((f"{path} ", f"{paths.shown(path)}: "))
    assert told in caught.value.message


def test_an_unknown_theme_says_which_there_are() -> None:
    with pytest.raises(theming.ThemeError) as caught:
        theming.load_theme("dawn")
    assert "'dawn'" in caught.value.message
    assert all(name in caught.value.hint for name in SHIPPED)


def test_a_theme_of_ones_own_comes_before_a_shipped_one() -> None:
    own("dusk", 'primary = "#010203"\n[variables]\nborder = "#040506 50%"\nlink-style = "bold"')
    theme = theming.load_theme("dusk")
    assert theme.primary == "#010203"
    assert theme.variables["border"] == "#040506 50%"


@pytest.mark.parametrize("ansi", ["true", "false"])
async def test_a_theme_with_nothing_but_a_primary_colour_can_be_applied(ansi: str) -> None:
    own("bare", f'primary = "ansi_blue"\nansi = {ansi}')
    app: App[None] = App(css_path=style_sheets())
    async with app.run_test() as pilot:
        app.register_theme(theming.load_theme("bare"))
        app.theme = "bare"
        await pilot.pause()


async def test_a_broken_theme_in_the_settings_is_told_and_the_usual_one_serves() -> None:
    path = own("mine", 'primary = "blurple-ish"')
    desk = Desk(Settings(theme="mine"))
    app = PlaygroundApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.theme == "dusk"
        told = [notice.message for notice in app._notifications]
        assert any(paths.shown(path) in message and "primary" in message for message in told)
        await desk.close()


@pytest.fixture
def no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.usefixtures("no_color")
@pytest.mark.parametrize("asked", [None, "dusk"])
async def test_no_color_sends_no_colours(asked: str | None) -> None:
    desk = Desk(Settings(theme="forest"))
    app = PlaygroundApp(desk, theme=asked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.theme == (asked or "mono")
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                style = segment.style
                for colour in (style.color, style.bgcolor) if style else ():
                    assert colour is None or colour.is_default, segment
        await desk.close()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Screen { colour: red; }\n", "line 1: Invalid CSS property 'colour'"),
        ("\nScreen { color: $nosuch; }\n", "line 2: reference to undefined variable '$nosuch'"),
        ("Screen { color: red;\n", "line 2: Unexpected end of file"),
    ],
)
def test_a_style_sheet_that_is_wrong_is_left_out(text: str, told: str) -> None:
    own = paths.config_folder() / "user.tcss"
    own.parent.mkdir(parents=True)
    own.write_text(text, encoding="utf-8")
    assert own not in style_sheets()
    with pytest.raises(StyleError, match=re.escape(told)):
        check_own()
    (found,) = problems()
    assert (found["subject"], told in found["told"], found["advice"] != "") == (
        "styles",
        True,
        True,
    )


def test_a_style_sheet_may_use_the_colours_of_the_theme() -> None:
    own = paths.config_folder() / "user.tcss"
    own.parent.mkdir(parents=True)
    own.write_text("PromptPane { border-top: solid $accent; }\n", encoding="utf-8")
    check_own()
    assert style_sheets()[-1] == own


async def test_a_wrong_style_sheet_is_told_of_on_the_screen() -> None:
    own = paths.config_folder() / "user.tcss"
    own.parent.mkdir(parents=True)
    own.write_text("Screen { color: red;\n", encoding="utf-8")
    async with sitting() as one:
        assert any("user.tcss" in notice.message for notice in one.app._notifications)
