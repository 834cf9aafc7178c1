from __future__ import annotations

import pytest

from playground.domain.keymap import KEYMAP
from playground.domain.keys_of_user import read_keys


def test_keys_are_read_as_people_write_them() -> None:
    table = {"run.start": "Ctrl+X, f9 ", "output.search": "?", "catalog.pull": "G"}
    table["sampling.preset"] = "f11"
    usable, problems = read_keys(table)
    assert problems == ()
    assert usable == {
        "run.start": ("ctrl+x", "f9"),
        "output.search": ("question_mark",),
        "catalog.pull": ("G",),
        "sampling.preset": ("f11",),
    }


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"run.strat": "f9"}, "no action 'run.strat'. Did you mean run.start"),
        ({"run.start": "f99"}, "names no key that is known"),
        ({"run.start": "hyper+x"}, "names no key that is known"),
        ({"run.start": ""}, "names no key"),
        ({"run.start": "x"}, "would take a letter away from the prompt"),
        ({"run.start": "f3"}, "'f3' is what prompt.focus has already"),
        ({"output.zoom": "f"}, "'f' is what output.follow has already"),
        ({"output.zoom": "f2"}, "'f2' is what catalog.focus has already"),
        ({"output.number": "a,b"}, "wants nine keys"),
    ],
)
def test_what_cannot_be_is_told_and_left_out(table: dict[str, str], told: str) -> None:
    usable, problems = read_keys(table)
    assert usable == {}
    assert len(problems) == 1
    assert told in problems[0]


def test_two_keys_may_change_places() -> None:
    usable, problems = read_keys({"prompt.focus": "f2", "catalog.focus": "f3"})
    assert (problems, len(usable)) == ((), 2)


def test_the_same_key_may_do_different_things_in_different_places() -> None:
    assert read_keys({"catalog.starter": "z"}).problems == ()


def test_nine_keys_lead_to_the_outputs() -> None:
    usable, problems = read_keys({"output.number": "f13,f14,f15,f16,f17,f18,f19,f20,f21"})
    assert (problems, len(usable["output.number"])) == ((), 9)


def test_the_usual_keys_have_no_problem_of_their_own() -> None:
    table = {key.id: ",".join(key.keys) for key in KEYMAP if "comma" not in key.keys}
    assert read_keys(table).problems == ()
