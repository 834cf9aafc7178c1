"""Catalog entries: finding one, ordering them, and the names near a wrong one."""

from __future__ import annotations

import dataclasses
import random

import pytest

from playground.domain.catalog import (
    CatalogEntry,
    CatalogError,
    Starter,
    by_family,
    find,
    ordered,
    weaker,
)
from playground.domain.licenses import Verified
from playground.errors import PlaygroundError


def entry(
    model: str,
    tag: str,
    *,
    default: bool = True,
    family: str = "llama",
    parameters: int | None = 1000,
    size: int | None = 10,
    bundled: bool = False,
) -> CatalogEntry:
    return CatalogEntry(
        id=model if default else f"{model}:{tag}",
        model=model,
        tag=tag,
        name=model.title(),
        family=family,
        architecture="llama",
        model_type="gguf",
        format="gguf",
        quantisation=tag.upper(),
        parameters=parameters,
        size_bytes=size,
        context_length=2048,
        license="mit",
        template="raw",
        engines=("ctransformers",),
        bundled=bundled,
        path=None,
        repo="someone/something",
        file=f"{model}.{tag}.gguf",
    )


ENTRIES = (
    entry("llama-2-7b", "q4_k_m"),
    entry("llama-2-7b", "q4_0", default=False),
    entry("llama-2-7b-chat", "q4_k_m"),
    entry("tinyllama-1.1b-chat", "q4_0"),
    entry("gpt-2", "f16", family="gpt-2"),
)


@pytest.mark.parametrize(
    ("wanted", "file"),
    [
        ("llama-2-7b", "llama-2-7b.q4_k_m.gguf"),
        ("llama-2-7b:q4_k_m", "llama-2-7b.q4_k_m.gguf"),
        ("llama-2-7b:q4_0", "llama-2-7b.q4_0.gguf"),
        ("Llama-2-7B:Q4_0", "llama-2-7b.q4_0.gguf"),
        ("  gpt-2\n", "gpt-2.f16.gguf"),
    ],
)
def test_find(wanted: str, file: str) -> None:
    assert find(ENTRIES, wanted).file == file


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("llama-2-7b-chta", "Did you mean llama-2-7b-chat"),
        ("tinyllama", "Did you mean tinyllama-1.1b-chat?"),
        ("llama", "Did you mean llama-2-7b or llama-2-7b-chat or tinyllama-1.1b-chat?"),
        ("llama-2-7b:q8_0", "llama-2-7b has the files llama-2-7b:q4_k_m, llama-2-7b:q4_0."),
        ("gtp-2", "Did you mean gpt-2"),
        ("zzz", "llmplay models"),
        ("", "llmplay models"),
        (":", "llmplay models"),
    ],
)
def test_a_wrong_id_is_answered_with_near_ones(wanted: str, hint: str) -> None:
    with pytest.raises(CatalogError) as caught:
        find(ENTRIES, wanted)
    assert repr(wanted) in caught.value.message
    assert hint in caught.value.hint


def test_an_empty_catalog_has_nothing() -> None:
    with pytest.raises(PlaygroundError, match="no model called 'gpt-2'"):
        find((), "gpt-2")


def test_an_exact_id_wins_over_a_longer_one() -> None:
    assert find(ENTRIES, "llama-2-7b").model == "llama-2-7b"


def test_names_of_an_entry() -> None:
    default, other = ENTRIES[:2]
    assert (default.id, default.full_id, default.is_default) == (
        "llama-2-7b",
        "llama-2-7b:q4_k_m",
        True,
    )
    assert (other.id, other.full_id, other.is_default) == (
        "llama-2-7b:q4_0",
        "llama-2-7b:q4_0",
        False,
    )


def test_order_does_not_depend_on_the_input() -> None:
    wanted = (
        entry("demo", "q8_0", family="zzz", bundled=True),
        entry("demo", "q4_0", family="zzz", bundled=True, default=False, size=1),
        entry("unsized", "q4_0", family="apple", parameters=None),
        entry("small", "q4_0", family="apple", parameters=5),
        entry("big", "q4_0", family="apple", parameters=9, size=None),
        entry("a", "q4_0", family="pear", parameters=7, size=90),
        entry("a", "z", family="pear", parameters=7, size=10, default=False),
        entry("a", "q8_0", family="pear", parameters=7, size=20, default=False),
        entry("b", "q4_0", family="pear", parameters=7),
    )
    shuffled = list(wanted)
    random.Random(7).shuffle(shuffled)
    assert shuffled != list(wanted)
    assert ordered(shuffled) == wanted
    assert [(family, len(members)) for family, members in by_family(shuffled)] == [
        ("zzz", 2),
        ("apple", 3),
        ("pear", 4),
    ]


def test_grouping_loses_nothing() -> None:
    grouped = [found for _, members in by_family(ENTRIES) for found in members]
    assert grouped == list(ordered(ENTRIES))
    assert by_family(()) == ()


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        ("full", "full", "full"),
        ("full", "partial", "partial"),
        ("none", "partial", "none"),
        ("none", "full", "none"),
    ],
)
def test_the_weaker_degree_counts(one: Verified, other: Verified, result: Verified) -> None:
    assert weaker(one, other) == weaker(other, one) == result


def test_entries_are_values() -> None:
    same = dataclasses.replace(ENTRIES[0])
    assert same == ENTRIES[0]
    assert len({same, ENTRIES[0]}) == 1
    tuned = dataclasses.replace(ENTRIES[0], sampling={"temperature": 0.2})
    assert tuned != ENTRIES[0]
    assert dataclasses.asdict(tuned)["sampling"] == {"temperature": 0.2}
    with pytest.raises(dataclasses.FrozenInstanceError):
        tuned.id = "x"  # type: ignore[misc]


def test_installed_means_that_there_is_a_path() -> None:
    assert not ENTRIES[0].installed
    assert dataclasses.replace(ENTRIES[0], path="/models/a.gguf").installed


def test_starters_unpack() -> None:
    title, prompt = Starter("A story", "Once upon a time")
    assert (title, prompt) == ("A story", "Once upon a time")
