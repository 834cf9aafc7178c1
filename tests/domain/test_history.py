from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playground.domain.history import PromptHistory


def test_the_way_back_and_forth_returns_to_what_was_being_written() -> None:
    walk = PromptHistory().ran(["old"]).ran(["new"])
    walk, first = walk.earlier("draft")
    walk, second = walk.earlier("new")
    walk, end = walk.earlier("old")
    assert (first, second, end) == ("new", "old", None)
    walk, later = walk.later("old")
    walk, draft = walk.later("new")
    walk, beyond = walk.later("draft")
    assert (later, draft, beyond) == ("new", "draft", None)


def test_a_change_on_the_way_is_kept_until_a_run() -> None:
    walk = PromptHistory().ran(["one"]).ran(["two"])
    walk, _ = walk.earlier("draft")
    walk, _ = walk.earlier("two, changed")
    walk, back = walk.later("one")
    assert back == "two, changed"
    walk = walk.ran(["two, changed"])
    assert walk.entries == ("two, changed", "two", "one")
    assert walk.position == 0


def test_each_prompt_is_there_once_where_it_was_run_last() -> None:
    walk = PromptHistory().ran(["a"]).ran(["b"]).ran(["a", " "])
    assert walk.entries == ("a", "b")
    assert walk.and_before(["b", "c", ""]).entries == ("a", "b", "c")


def test_a_step_never_shows_what_is_there_already() -> None:
    walk = PromptHistory().ran(["older"]).ran(["just run"])
    walk, text = walk.earlier("just run")
    assert text == "older"


@given(
    st.lists(st.text(min_size=1, max_size=3)),
    st.text(max_size=3),
    st.lists(st.booleans(), max_size=12),
)
def test_walking_alone_changes_nothing(ran: list[str], draft: str, steps: list[bool]) -> None:
    walk = PromptHistory()
    for text in ran:
        walk = walk.ran([text])
    entries = walk.entries
    current = draft
    for back in steps:
        walk, shown = walk.earlier(current) if back else walk.later(current)
        current = current if shown is None else shown
    while walk.position:
        walk, later = walk.later(current)
        assert later is not None
        current = later
    assert current == draft
    assert walk.entries == entries
