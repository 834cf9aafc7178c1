"""A person's own keys: names as people write them, and wishes that cannot be."""

from __future__ import annotations

import pytest

from playground.domain.key_changes import change_keys, key_name
from playground.domain.keymap import KEYMAP


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("f5", "f5"),
        ("F11", "f11"),
        ("Ctrl+R", "ctrl+r"),
        (" ctrl + j ", "ctrl+j"),
        ("x", "x"),
        ("X", "X"),
        ("shift+x", "X"),
        ("/", "slash"),
        ("slash", "slash"),
        ("<", "less_than_sign"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("Esc", "escape"),
        ("PgUp", "pageup"),
        ("ctrl+i", "tab"),
        ("ctrl+-", "ctrl+underscore"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("", ""),
        ("ctrl+", ""),
        ("f25", ""),
        ("hyper+x", ""),
        ("contrl+x", ""),
        ("spacebar", ""),
    ],
)
def test_the_name_of_a_key(typed: str, name: str) -> None:
    assert key_name(typed) == name


def test_every_usual_key_is_one_that_can_be_written() -> None:
    for key in KEYMAP:
        assert [key_name(one) for one in key.keys] == list(key.keys)


def test_without_wishes_the_keys_are_the_usual_ones() -> None:
    keys = change_keys({})
    assert keys.by_id == {key.id: key.keys for key in KEYMAP}
    assert (keys.problems, keys.changed) == ((), frozenset())


def test_all_usual_keys_can_be_wished_for() -> None:
    keys = change_keys({key.id: ",".join(key.keys) for key in KEYMAP})
    assert keys.problems == ()


def test_several_keys_for_one_action() -> None:
    keys = change_keys({"run.start": "ctrl+v, Ctrl+J", "sessions.open": "f11"})
    assert keys.by_id["run.start"] == ("ctrl+v", "ctrl+j")
    assert keys.changed == {"run.start", "sessions.open"}


def test_keys_can_be_exchanged() -> None:
    keys = change_keys({"catalog.focus": "f3", "prompt.focus": "f2"})
    assert keys.problems == ()
    assert (keys.by_id["catalog.focus"], keys.by_id["prompt.focus"]) == (("f3",), ("f2",))


def test_places_that_never_meet_may_share_a_key() -> None:
    assert change_keys({"output.rerun": "p", "output.previous": "q"}).problems == ()


@pytest.mark.parametrize(
    ("id_", "text", "said"),
    [
        ("run.strat", "f11", "'run.strat' is no action. Did you mean run.start"),
        ("zzz", "f11", "'zzz' is no action. `llmplay keys` lists them."),
        ("run.start", "contrl+x", "run.start: 'contrl+x' is no key. Keys are written"),
        ("run.start", "f5,", "run.start: '' is no key."),
        ("run.start", "f1", "run.start: f1 is the key of help.open; it keeps f5, ctrl+r."),
        ("output.zoom", "m", "output.zoom: m is the key of output.markdown; it keeps z."),
        ("run.start", "x", "run.start: x is needed to type the prompt."),
        ("run.start", "enter", "run.start: enter is needed to type the prompt."),
        ("prompt.undo", "/", "prompt.undo: slash is needed to type the prompt."),
        ("run.start", "ctrl+c", "run.start: ctrl+c is taken, it always does the same."),
        ("catalog.toggle", "j", "catalog.toggle: j is taken, it always does the same."),
        ("output.number", "a", "output.number takes 9 keys, for the outputs 1 to 9; here are 1."),
    ],
)
def test_a_wish_that_cannot_be_is_told_and_passed_over(id_: str, text: str, said: str) -> None:
    keys = change_keys({id_: text})
    (problem,) = keys.problems
    assert problem.startswith(said)
    assert keys.by_id == {key.id: key.keys for key in KEYMAP}


def test_of_two_wishes_for_one_key_the_first_is_granted() -> None:
    keys = change_keys({"run.start": "ctrl+v", "theme.pick": "ctrl+v"})
    assert keys.problems == ("theme.pick: ctrl+v is the key of run.start; it keeps f12.",)
    assert keys.by_id["run.start"] == ("ctrl+v",)


def test_a_wish_passed_over_may_stand_in_the_way_of_another() -> None:
    keys = change_keys({"help.open": "f2", "catalog.focus": "f1", "prompt.focus": "f1"})
    assert [problem.split(":")[0] for problem in keys.problems] == ["prompt.focus"]
    keys = change_keys({"help.open": "f2", "catalog.focus": "ctrl+c"})
    assert [problem.split(":")[0] for problem in keys.problems] == ["catalog.focus", "help.open"]
    assert keys.changed == frozenset()


def test_the_outputs_take_a_key_each() -> None:
    nine = "!,@,#,$,%,^,&,(,)"
    keys = change_keys({"output.number": nine})
    assert keys.problems == ()
    assert keys.by_id["output.number"][1] == "at"
