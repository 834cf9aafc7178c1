from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domain.catalog import CatalogEntry
from playground.domain.filters import (
    TERMS,
    FilterError,
    category_of,
    parse_filter,
    subject,
    with_category,
)
from playground.domain.fit import Verdict
from playground.domain.licenses import QUESTIONS, UNKNOWN, License, Permission
from tests.domain.entries import entry

PERMISSIVE = License(
    id="apache-2.0",
    name="Apache License 2.0",
    label="Apache-2.0",
    spdx="Apache-2.0",
    category="permissive",
    may=tuple(Permission(question, "yes", "") for question in QUESTIONS.values()),
    must=(),
    limits=(),
    patent_grant="yes",
    osi_approved=True,
    url="",
    verified="full",
    checked="",
    source="",
)


def passes(text: str, licence: License = PERMISSIVE, fits: Verdict = "ok", **rest: Any) -> bool:
    return parse_filter(text).accepts(subject(entry("demo-llama", **rest), licence, lambda _: fits))


@pytest.mark.parametrize(
    "text",
    ["", "  ", "demo", "LLAMA", "demo llama", "apache", "q8_0", '"demo-llama"', "demo-llama"],
)
def test_every_word_is_looked_for_in_any_case(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize("text", ["mistral", "demo mistral", '"demo llama"'])
def test_one_missing_word_is_enough_to_leave_a_model_out(text: str) -> None:
    assert not passes(text)


def test_the_id_of_a_file_is_a_word_and_no_term() -> None:
    assert not passes("demo-llama:q4")
    assert parse_filter("gpt2:q4_0").words == ("gpt2:q4_0",)


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("license:apache", True),
        ("license:Apache-2.0", True),
        ("licence:apache", True),
        ("license:=apache", False),
        ("license:=apache-2.0", True),
        ("license:mit", False),
        ("class:permissive", True),
        ("class:perm", True),
        ("class:conditions", False),
        ("commercial:yes", True),
        ("commercial:y", True),
        ("commercial:no", False),
        ("family:test", True),
        ('family:"tests"', True),
        ("family:=test", False),
        ("architecture:llama", True),
        ("engine:ctransformers", True),
        ("engine:llamacpp", False),
        ("quantisation:q8", True),
        ("quantization:q4", False),
        ("installed:yes", True),
        ("installed:no", False),
    ],
)
def test_terms_about_names_and_licences(text: str, passed: bool) -> None:
    assert passes(text) is passed


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("size:<4GB", True),
        ("size:<3.9GB", False),
        ("size:<4", True),
        ("size:>3900MB", False),
        ("size:>=3.9gb", True),
        ("size:<3.7GiB", True),
        ("size:=3.9GB", True),
        ("parameters:<8B", True),
        ("parameters:<7b", False),
        ("context:>8000", True),
        ("context:>8k", True),
        ("context:>8192", False),
    ],
)
def test_terms_that_compare(text: str, passed: bool) -> None:
    facts = {"size_bytes": 3_900_000_000, "parameters": 7_000_000_000, "context_length": 8192}
    assert passes(text, **facts) is passed  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["size:<4GB", "size:>0GB", "context:>1", "parameters:<9B"])
def test_what_is_not_known_passes_no_comparison(text: str) -> None:
    assert not passes(text, size_bytes=None, parameters=None, context_length=None)


@pytest.mark.parametrize(
    ("fits", "yes"), [("ok", True), ("tight", True), ("no", False), ("unknown", False)]
)
def test_what_is_tight_fits_as_well(fits: Verdict, yes: bool) -> None:
    assert passes("fits:yes", fits=fits) is yes
    assert passes(f"fits:{fits}", fits=fits)


def test_memory_is_judged_only_where_a_filter_asks_for_it() -> None:
    def judge(_: CatalogEntry) -> Verdict:
        raise AssertionError("asked")

    one = subject(entry(), PERMISSIVE, judge)
    assert parse_filter("model size:<1GB").accepts(one)
    with pytest.raises(AssertionError, match="asked"):
        parse_filter("fits:yes").accepts(one)


@pytest.mark.parametrize("term", [f"{key}:" for key in TERMS] + ["size:<", "context:>=", "fits:y"])
def test_a_term_that_is_still_being_typed_leaves_everything_in(term: str) -> None:
    assert passes(term)
    assert parse_filter(f"absent {term}").words == ("absent",)


def test_a_misspelt_key_says_which_exist_and_which_was_meant() -> None:
    with pytest.raises(FilterError) as caught:
        parse_filter("licens:mit")
    assert caught.value.message.startswith("There is no key licens;")
    assert all(key in caught.value.message for key in TERMS)
    assert caught.value.hint == "Did you mean license?"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("commercial:maybe", "yes, no, conditional, unknown"),
        ("fits:never", "yes, no, ok, tight, unknown"),
        ("size:4GB", "size:<4GB"),
        ("size:<4XB", "size:<4GB"),
        ("size:<abc", "size:<4GB"),
        ("context:8000", "context:>8000"),
    ],
)
def test_a_value_that_cannot_be_says_what_can(text: str, told: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse_filter(text)
    assert told in caught.value.message


@given(st.text(alphabet='abz:<>="4G. license', max_size=30))
def test_no_text_is_worse_than_refused(text: str) -> None:
    try:
        parsed = parse_filter(text)
    except FilterError as error:
        assert error.message
        return
    parsed.accepts(subject(entry(), UNKNOWN, lambda _: "unknown"))


def test_the_class_of_licences_is_a_term_among_others() -> None:
    text = with_category('mistral "a b" size:<4GB', "permissive")
    assert text == 'mistral "a b" size:<4GB class:permissive'
    assert category_of(text) == "permissive"
    changed = with_category(text, "conditions")
    assert category_of(changed) == "conditions"
    assert with_category(changed, "") == 'mistral "a b" size:<4GB'
    assert category_of("") == ""
