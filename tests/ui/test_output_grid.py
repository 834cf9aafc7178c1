from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.widgets import Static

from tests.ui.scripted import Sitting, sitting


async def lay_out(one: Sitting) -> list[Region]:
    """Run; the places of the outputs."""
    await one.run()
    await one.until(lambda: len(one.panes) == len(one.service.lanes))
    await one.pilot.pause()
    return [pane.region for pane in one.panes]


async def test_two_outputs_stand_side_by_side_in_equal_parts() -> None:
    async with sitting(size=(120, 40)) as one:
        left, right = await lay_out(one)
        assert left.y == right.y
        assert left.height == right.height
        assert abs(left.width - right.width) <= 1
        assert left.right < right.x


async def test_at_80_columns_two_outputs_still_stand_side_by_side() -> None:
    async with sitting(size=(80, 24)) as one:
        left, right = await lay_out(one)
        assert left.y == right.y
        assert min(left.width, right.width) >= 24


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_outputs_never_overlap_nor_leave_the_grid(size: tuple[int, int]) -> None:
    models = ("demo-llama", "demo-llama:q4_0", "demo-llama:f16", "demo-gpt2", "demo-gpt2:f16")
    async with sitting(*models, size=size) as one:
        regions = await lay_out(one)
        assert len(regions) == 5
        grid = one.main.outputs.region
        for at, region in enumerate(regions):
            assert region.width >= 24
            assert grid.x <= region.x
            assert region.right <= grid.right
            assert not any(region.overlaps(other) for other in regions[at + 1 :])


async def test_a_zoomed_output_has_all_the_room_and_the_next_takes_its_place() -> None:
    async with sitting(size=(120, 40)) as one:
        await one.run("one", "two")
        await one.press("z")
        first, second = one.panes
        assert first.display
        assert not second.display
        assert first.region.width >= one.main.outputs.region.width - 1
        await one.press("n")
        assert second.display
        assert not first.display
        assert one.focused is second
        await one.press("z")
        assert first.display
        assert second.display


async def test_next_and_previous_go_round_the_ends() -> None:
    async with sitting(size=(120, 40)) as one:
        await one.run("one", "two")
        first, second = one.panes
        assert one.focused is first
        await one.press("p")
        assert one.focused is second
        await one.press("n")
        assert one.focused is first


@pytest.mark.parametrize(
    ("chosen", "told"),
    [(False, "Three keys to a first answer:"), (True, "One key to an answer:")],
)
async def test_the_hint_asks_only_for_what_is_missing(chosen: bool, told: str) -> None:
    async with sitting(chosen=chosen) as one:
        hint = str(one.main.outputs.query_one("#hint", Static).render())
        assert hint.startswith(told)
        assert "F5" in hint
        assert ("suits the model" in hint) is not chosen


async def test_until_there_are_outputs_a_hint_says_how_to_get_some() -> None:
    async with sitting() as one:
        assert one.main.outputs.query("#hint")
        await one.run()
        await one.until(lambda: bool(one.panes))
        assert not one.main.outputs.query("#hint")
