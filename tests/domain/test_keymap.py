"""The keys: that they are there over SSH, in tmux and in a shell's job control."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from playground.domain.keymap import BY_ID, KEYMAP, Key

TAKEN = {f"ctrl+{char}" for char in "abdefkqsuwz"}
"""What readline, tmux, flow control and the shell make something else of."""

ids = pytest.mark.parametrize("key", KEYMAP, ids=lambda key: key.id)


@ids
def test_an_id_is_an_area_and_a_verb(key: Key) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", key.id)
    assert BY_ID[key.id] is key


@ids
def test_a_key_reaches_a_program_in_any_terminal(key: Key) -> None:
    assert key.keys
    for one in key.keys:
        assert one not in TAKEN
        assert not one.startswith("alt+")
        assert one != "ctrl+enter"
        assert not re.fullmatch(r"(shift|ctrl)\+f\d+", one)


@ids
def test_what_it_does_is_a_sentence_without_its_full_stop(key: Key) -> None:
    assert key.what[0].isupper()
    assert key.what[-1] not in ".!"
    assert 0 < len(key.label) <= 16


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(KEYMAP)


def test_no_key_does_two_things_in_one_place() -> None:
    everywhere = [one for key in KEYMAP if key.where == "everywhere" for one in key.keys]
    for place in {key.where for key in KEYMAP} - {"everywhere"}:
        here = [one for key in KEYMAP if key.where == place for one in key.keys]
        twice = [one for one, count in Counter(everywhere + here).items() if count > 1]
        assert twice == [], place


def test_keys_that_work_everywhere_are_no_letters() -> None:
    # They must not be in the way of typing a prompt.
    for key in KEYMAP:
        if key.where == "everywhere":
            assert all(len(one) > 1 and one != "space" for one in key.keys), key.id
