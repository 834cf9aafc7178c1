from __future__ import annotations

import pytest
from textual.events import Resize
from textual.geometry import Size
from textual.widgets import Static

from playground.domain.keymap import KEYMAP
from playground.services import paths
from playground.ui.panes.catalog import CatalogPane
from playground.ui.widgets.footer import FooterBar
from tests.ui.scripted import Sitting, sitting


def told(one: Sitting) -> str:
    """All that is shown as notices."""
    return "\n".join(notice.message for notice in one.app._notifications)


def footer(one: Sitting) -> str:
    return str(one.main.query_one(FooterBar).render())


async def test_the_prompt_is_ready_to_be_typed_into() -> None:
    async with sitting() as one:
        await one.press("exclamation_mark")
        assert one.main.prompt.text in {"!Hello", "Hello!"}


async def test_a_key_of_the_settings_replaces_the_usual_one() -> None:
    async with sitting(keys={"run.start": "ctrl+v"}) as one:
        assert "Ctrl+V Run" in footer(one)
        await one.press("f5")
        assert not one.service.requests
        await one.press("ctrl+v")
        await one.until(lambda: bool(one.service.requests))


async def test_two_keys_can_be_exchanged() -> None:
    async with sitting(keys={"catalog.focus": "f3", "prompt.focus": "f2"}) as one:
        await one.press("f3")
        assert one.main.query_one(CatalogPane).has_focus_within
        await one.press("f2")
        assert one.main.prompt.has_focus


async def test_a_key_for_an_unknown_action_is_told_and_the_others_hold() -> None:
    async with sitting(keys={"run.strat": "f11", "prompt.focus": "ctrl+v"}) as one:
        assert "settings.toml, [keys]: 'run.strat' is no action" in told(one)
        assert told(one).count("run.strat") == 1
        await one.press("f2", "ctrl+v")
        assert one.main.prompt.has_focus


async def test_a_key_that_is_taken_is_told_and_the_usual_one_stays() -> None:
    async with sitting(keys={"prompt.focus": "f4"}) as one:
        assert "prompt.focus: f4 is the key of output.focus; it keeps f3." in told(one)
        await one.press("f2", "f3")
        assert one.main.prompt.has_focus


async def test_the_outputs_can_have_other_keys_than_their_numbers() -> None:
    nine = "!,@,#,$,%,^,&,(,)"
    async with sitting(keys={"output.number": nine}) as one:
        await one.run("a", "b")
        await one.press("at")
        assert one.focused is one.panes[1]
        await one.press("1")
        assert one.focused is one.panes[1]
        await one.press("exclamation_mark")
        assert one.focused is one.panes[0]


async def test_every_key_that_works_everywhere_is_bound_on_the_first_screen() -> None:
    async with sitting() as one:
        bound = {active.binding.id for active in one.main.active_bindings.values()}
        assert {key.id for key in KEYMAP if key.where == "everywhere"} <= bound


async def test_ctrl_c_quits_at_the_second_press_only() -> None:
    async with sitting() as one:
        await one.press("ctrl+c")
        assert one.app.return_code is None
        assert "Ctrl+C again quits" in told(one)
        await one.press("ctrl+c")
        assert one.app.return_code == 0


async def test_quitting_in_the_middle_of_a_run_ends_it_first() -> None:
    async with sitting() as one:
        await one.run()
        await one.until(lambda: one.main.busy)
        await one.press("f10")
        assert not one.main.busy
        assert one.app.return_code == 0


async def test_a_broken_catalog_of_ones_own_is_told_and_the_bundled_models_stay() -> None:
    own = paths.config_folder() / "catalog.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text('schema = 1\n[[model]]\nid = "Not Allowed"\n', encoding="utf-8")
    async with sitting() as one:
        await one.until(lambda: "catalog.toml" in told(one))
        assert "Not Allowed" in told(one)
        assert [entry.id for entry in one.main.catalog.chosen] == ["demo-llama", "demo-gpt2"]
        await one.run("one", "two")
        assert len(one.panes) == 2


async def test_without_a_prompt_or_a_model_a_run_says_what_is_missing() -> None:
    async with sitting() as one:
        one.main.prompt.text = ""
        await one.press("f5")
        await one.until(lambda: "prompt is empty" in told(one))
        assert not one.service.requests


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (59, 15), (20, 5), (1, 1)])
async def test_any_size_can_be_drawn(size: tuple[int, int]) -> None:
    async with sitting(size=size) as one:
        await one.run()
        one.service.say(0, "words " * 40)
        await one.answer("over", "over")
        await one.press("f4", "f1", "escape", "f6", "f3")
        small = one.main.query("#too-small").results(Static)
        assert bool(list(small)) == (size[0] < 60 or size[1] < 16)


async def test_a_size_told_of_too_late_does_not_count() -> None:
    async with sitting(size=(120, 40)) as one:
        late = Size(41, 12)
        one.main.post_message(Resize(late, late))
        await one.pilot.pause()
        assert not one.main.has_class("too-small")
