from __future__ import annotations

from pathlib import Path

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Label, Static, TextArea

from playground.services import constraints
from playground.ui.panes.sampling import SamplingPane
from playground.ui.styles import style_sheets


class Alone(App[None]):
    def __init__(self) -> None:
        super().__init__(css_path=style_sheets())

    def compose(self) -> ComposeResult:
        yield SamplingPane(2, constraints.problem)
        yield TextArea()

    @property
    def pane(self) -> SamplingPane:
        return self.query_one(SamplingPane)

    def summary(self) -> str:
        return str(self.query_one("#sampling-summary", Static).content)

    def note(self) -> str:
        return str(self.query_one("#sampling-note", Label).content)

    def field(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_the_fields_are_made_when_they_are_first_wanted_and_fold_up_after() -> None:
    app = Alone()
    async with app.run_test(size=(60, 24)) as pilot:
        assert not app.query(Input)
        await app.pane.edit()
        await press(pilot, *"0.5", "tab", *"7")
        assert app.pane.chosen == {"temperature": 0.5, "top_k": 7}
        app.set_focus(app.query_one(TextArea))
        await pilot.pause()
        await pilot.pause()
        assert not app.pane.has_class("open")
        assert app.summary() == "temperature 0.5  top-k 7"


async def test_every_field_says_its_range_and_meaning() -> None:
    app = Alone()
    async with app.run_test(size=(60, 24)) as pilot:
        await app.pane.edit()
        await pilot.pause()
        seen = []
        for _ in range(10):
            seen.append(app.note())
            await press(pilot, "tab")
        assert seen[0].startswith("-1 to 10: How much chance")
        assert seen[8] == "1 to 2: Threads per model; empty shares free cores out."
        assert len(set(seen)) == 10


async def test_up_and_down_go_by_rows() -> None:
    app = Alone()
    async with app.run_test(size=(60, 24)) as pilot:
        await app.pane.edit()
        await press(pilot, "down")
        assert app.focused is app.field("top_p")
        await press(pilot, "up", "up")
        assert app.focused is app.field("lora")
        await press(pilot, "up", "up")
        assert app.focused is app.field("threads")


async def test_a_bad_value_is_marked_at_its_field_without_colour() -> None:
    app = Alone()
    async with app.run_test(size=(60, 24)) as pilot:
        await app.pane.edit()
        await press(pilot, *"99")
        assert app.pane.chosen == {}
        assert app.pane.problems == ["temperature must be between -1 and 10, not 99.0."]
        assert app.note() == app.pane.problems[0]
        assert app.field("temperature").has_class("bad")
        labels = [str(label.content) for label in app.query(".name").results(Label)]
        assert labels[0] == "! temperature"
        app.set_focus(app.query_one(TextArea))
        await pilot.pause()
        await app.pane.edit()
        assert app.focused is app.field("temperature")


async def test_values_for_the_whole_run() -> None:
    app = Alone()
    async with app.run_test(size=(60, 24)) as pilot:
        assert (app.pane.samples, app.pane.threads, app.pane.context_length) == (1, None, None)
        await app.pane.edit()
        for name, text in (("samples", "3"), ("threads", "2"), ("context_length", "512")):
            app.set_focus(app.field(name))
            await press(pilot, *text)
        assert (app.pane.samples, app.pane.threads, app.pane.context_length) == (3, 2, 512)


async def test_again_turns_to_the_values_of_single_models() -> None:
    app = Alone()
    async with app.run_test(size=(60, 24)) as pilot:
        await app.pane.edit(["alpha", "bravo"])
        await press(pilot, *"0.5")
        await app.pane.edit(["alpha", "bravo", "alpha"])
        assert app.pane.border_title == "Sampling of alpha alone"
        assert app.field("temperature").placeholder == "as all: 0.5"
        assert app.field("samples").disabled
        await press(pilot, *"1.5")
        await app.pane.edit(["alpha", "bravo"])
        assert app.pane.border_title == "Sampling of bravo alone"
        assert app.field("temperature").value == ""
        await app.pane.edit(["alpha", "bravo"])
        assert app.pane.border_title == "Sampling"
        assert app.field("temperature").value == "0.5"
        assert app.pane.chosen == {"temperature": 0.5}
        assert app.pane.per_model == {"alpha": {"temperature": 1.5}}


async def test_a_bad_value_of_a_single_model_opens_its_fields() -> None:
    app = Alone()
    async with app.run_test(size=(60, 24)) as pilot:
        await app.pane.edit(["alpha"])
        await app.pane.edit(["alpha"])
        await press(pilot, "tab", *"1.5")
        assert app.pane.problems == ["alpha: top_k must be a whole number, not '1.5'."]
        app.set_focus(app.query_one(TextArea))
        await pilot.pause()
        await pilot.pause()
        await app.pane.edit()
        assert app.focused is app.field("top_k")
        assert app.pane.border_title == "Sampling of alpha alone"


async def test_presets_fill_the_fields_and_are_named_in_the_summary() -> None:
    app = Alone()
    async with app.run_test(size=(60, 24)) as pilot:
        assert app.pane.next_preset() == "greedy"
        await pilot.pause()
        assert app.summary() == "greedy"
        await app.pane.edit()
        assert app.field("top_k").value == "1"
        app.pane.next_preset()
        assert app.field("top_k").value == "40"
        assert app.pane.chosen["temperature"] == 0.7


async def test_a_grammar_schema_or_adapter_that_cannot_be_used_is_marked(tmp_path: Path) -> None:
    (tmp_path / "g.gbnf").write_text('root ::= "yes"')
    app = Alone()
    async with app.run_test(size=(100, 24)) as pilot:
        await app.pane.edit(["alpha"], {"alpha": "it is too old."})
        for name, text, told in (
            ("grammar", "none.gbnf", "There is no file none.gbnf"),
            ("json_schema", "{", "The schema is no JSON"),
            ("lora", str(tmp_path / "g.gbnf"), "no LoRA adapter in GGUF"),
        ):
            app.set_focus(app.field(name))
            await pilot.pause()
            assert "Not for alpha: it is too old." in app.note()
            app.field(name).value = text
            await pilot.pause()
            assert app.field(name).has_class("bad")
            assert told in app.note()
            app.field(name).value = ""
            await pilot.pause()
        app.field("grammar").value = str(tmp_path / "g.gbnf")
        await pilot.pause()
        assert not app.field("grammar").has_class("bad")
        assert app.pane.texts_for("bravo") == {"grammar": str(tmp_path / "g.gbnf")}
        await app.pane.edit(["alpha"])
        assert app.field("lora").placeholder == "not available"
