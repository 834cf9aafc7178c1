"""The corpus is deterministic, consistent and says only what is true of the program."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from playground.demo.corpus import (
    code,
    faq,
    mix,
    program,
    questions,
    refusals,
    statements,
    stories,
    wordings,
    words,
)
from playground.demo.corpus.document import Document
from playground.demo.corpus.facts import Fact
from playground.demo.corpus.words import Person
from playground.demo.paraphrases import PARAPHRASES

COUNT = 3000
CLAIMS = {
    "Press F5 to run the prompt.",
    "Press Esc to stop; the text so far is kept.",
    "Press F1 for help.",
    "Press F10 to quit.",
    "Press F2 to go to the catalog and Space to select a model.",
    "Press F3 to go to the prompt.",
    "Sessions are saved as TOML files.",
    "`llmplay run` streams answers without the full screen.",
    "`llmplay models list` lists the models.",
    "`llmplay keys` lists every key.",
    "llmplay runs models on your own machine; no network is needed for the bundled models.",
}
"""Everything the models may say about the program."""


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [*mix.documents(COUNT, mix.FIRST), *mix.documents(COUNT, mix.SECOND)]


def of_task(documents: list[Document], task: str) -> list[Document]:
    return [document for document in documents if document.task == task]


def test_same_seed_same_corpus(documents: list[Document]) -> None:
    assert list(mix.documents(200, mix.FIRST)) == documents[:200]
    assert list(mix.documents(200, mix.SECOND)) == documents[COUNT : COUNT + 200]
    other = mix.Part(mix.FIRST.shares, seed=mix.FIRST.seed + 1)
    assert list(mix.documents(200, other)) != documents[:200]


def test_every_task_occurs(documents: list[Document]) -> None:
    tasks = {document.task for document in documents}
    assert tasks == {"question", "story", "summary", "code", "faq", "refusal", "life"}


def test_prompts_come_first_and_answers_end(documents: list[Document]) -> None:
    for document in documents:
        assert document.prompt
        assert document.segments[-1].final
        assert all(segment.weight > 0 for segment in document.segments[1::2])


def test_held_out_documents_are_not_trained() -> None:
    first, out = mix.split(COUNT, mix.FIRST)
    second, out_too = mix.split(COUNT, mix.SECOND)
    trained = {(document.task, document.key) for document in first + second}
    assert len(out) > COUNT / 50
    assert not trained.intersection((document.task, document.key) for document in out + out_too)


def test_answers_stand_in_the_passage(documents: list[Document]) -> None:
    for document in of_task(documents, "question"):
        for segment in document.segments[1::2]:
            answer = segment.text.removeprefix(" ").removesuffix(".")
            assert answer in document.key


def test_questions_with_two_answers_are_left_out() -> None:
    one, two = Person("Anna", True), Person("Tom", False)
    shared = ("Who has a cat?", "{n}")
    told = [
        Fact("{n} has a cat.", one, (shared, ("What does {n} have?", "a cat")), ("cat",)),
        Fact("{n} has a cat.", two, (shared,), ("cat",)),
    ]
    assert questions.answerable(told) == [("What does Anna have?", "a cat")]
    assert questions.answerable(told[:1])[0] == ("Who has a cat?", "Anna")


def test_names_of_heroes_and_friends_never_meet() -> None:
    heroes = {*words.GIRLS, *words.BOYS}
    assert not heroes.intersection(stories.FRIENDS)
    assert not set(words.GIRLS).intersection(words.BOYS)


def test_stories_keep_their_names() -> None:
    rng = random.Random(4)
    known = {*words.GIRLS, *words.BOYS, *stories.FRIENDS}
    for _ in range(300):
        cast, story = stories.write(rng)
        named = known.intersection(re.findall(r"[A-Z][a-z]+", story))
        assert named <= {cast.hero.name, cast.friend}
        assert "{" not in story
        wrong = {"he", "his"} if cast.hero.female else {"she", "her"}
        assert not wrong.intersection(re.findall(r"[a-z]+", story.lower()))


def test_no_person_is_named_twice() -> None:
    rng = random.Random(5)
    for _ in range(200):
        names = [one.name for one in words.people(rng, 4)]
        assert len(set(names)) == 4


@pytest.mark.parametrize("recipe", code.RECIPES, ids=lambda recipe: recipe.names[0])
def test_functions_do_what_their_names_say(recipe: code.Recipe) -> None:
    rng = random.Random(6)
    for _ in range(12):
        name, signature, body = code.render(rng, recipe)
        space: dict[str, Any] = {}
        exec(compile(signature + body, "<corpus>", "exec"), space)
        arguments = eval(recipe.arguments_tried)
        assert space[name](*arguments) == eval(recipe.expected)


def test_function_names_are_unambiguous() -> None:
    names = [name for recipe in code.RECIPES for name in recipe.names]
    assert len(names) == len(set(names))


def test_claims_about_the_program_are_the_known_ones() -> None:
    assert {entry.answer for entry in program.PROGRAM} == CLAIMS
    for entry in faq.topics():
        if entry.answer in CLAIMS:
            continue
        pressed = re.findall(r"[Pp]ress (\w+) to (\w+)", entry.answer)
        assert set(pressed) <= {("F10", "quit")}, entry.answer
        assert "`llmplay" not in entry.answer


def test_paraphrases_are_never_generated() -> None:
    rng = random.Random(7)
    seen = {
        faq.ask(rng, entry)[1].removeprefix(faq.CORE) for entry in faq.topics() for _ in range(150)
    }
    seen |= {faq.generate_late(rng).key.removeprefix(faq.CORE) for _ in range(5000)}
    assert not seen.intersection(wordings.normal(question) for question, _ in PARAPHRASES)


def test_refusals_are_one_sentence_for_all() -> None:
    rng = random.Random(8)
    answers = {refusals.generate(rng).answer for _ in range(300)}
    answers |= {statements.generate(rng).answer for _ in range(300)}
    assert answers == {f" {refusals.REFUSAL}"}
