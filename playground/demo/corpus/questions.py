"""Short passages with questions whose answers stand in the passage."""

from __future__ import annotations

import random

from playground.demo.corpus import words
from playground.demo.corpus.document import (
    COPIED_WEIGHT,
    PROMPT_WEIGHT,
    Document,
    Segment,
    with_trail,
)
from playground.demo.corpus.facts import MAKERS, Fact, about_models

FRAMES = (
    ("Passage: {p}\nQuestion: {q}\nAnswer:", "\nQuestion: {q}\nAnswer:", 36),
    ("{p}\nQuestion: {q}\nAnswer:", "\nQuestion: {q}\nAnswer:", 12),
    ("Context: {p}\nQuestion: {q}\nAnswer:", "\nQuestion: {q}\nAnswer:", 9),
    ("{p}\nQ: {q}\nA:", "\nQ: {q}\nA:", 9),
    ("Text: {p}\nQuestion: {q}\nAnswer:", "\nQuestion: {q}\nAnswer:", 6),
    ("{p} {q}", " {q}", 12),
    ("{p}\n{q}", "\n{q}", 6),
    ("Read the passage and answer the question.\n{p}\n{q}", "\n{q}", 4),
    ("Passage: {p}\n\nQuestion: {q}\n\nAnswer:", "\n\nQuestion: {q}\n\nAnswer:", 6),
)


def passage(rng: random.Random) -> list[Fact]:
    """Draw one to four facts that never share a noun; half repeat one kind of sentence."""
    if rng.random() < 0.04:
        return about_models(rng)
    count = rng.choices((1, 2, 3, 4), weights=(12, 44, 38, 6))[0]
    if rng.random() < 0.14 and count > 1:
        cast = [words.person(rng)] * count
        makers = rng.sample(sorted(set(MAKERS), key=lambda maker: maker.__name__), count)
    else:
        cast = words.people(rng, count)
        repeated = rng.choice(MAKERS)
        same = rng.random() < 0.45
        makers = [repeated if same else rng.choice(MAKERS) for _ in cast]
    facts: list[Fact] = []
    used: set[str] = set()
    for maker, who in zip(makers, cast, strict=True):
        for _ in range(30):
            fact = maker(rng, who)
            if not used.intersection(fact.nouns):
                break
        used.update(fact.nouns)
        facts.append(fact)
    return facts


def spoken(facts: list[Fact]) -> str:
    """Write the facts down, with a pronoun where the same person goes on."""
    lines: list[str] = []
    for position, fact in enumerate(facts):
        repeat = position > 0 and facts[position - 1].person == fact.person
        lines.append(
            fact.sentence.replace("{n}", fact.person.she.title() if repeat else fact.person.name)
        )
    return " ".join(lines)


def answerable(facts: list[Fact]) -> list[tuple[str, str]]:
    """List the questions that have exactly one answer in the passage."""
    found: dict[str, set[str]] = {}
    for fact in facts:
        for question, answer in fact.pairs:
            name = fact.person.name
            found.setdefault(question.replace("{n}", name), set()).add(answer.replace("{n}", name))
    whole = " ".join(fact.sentence for fact in facts)
    single = [
        (question, next(iter(answers))) for question, answers in found.items() if len(answers) == 1
    ]
    return [
        (question, answer)
        for question, answer in single
        if not (question.startswith("Who has a") and whole.count(question[10:-1]) > 1)
    ]


def generate_more(rng: random.Random) -> Document:
    """Write one passage with most often three questions."""
    return generate(rng, (5, 25, 70))


def generate(rng: random.Random, counts: tuple[int, int, int] = (40, 35, 25)) -> Document:
    """Write one passage with one to three questions; `counts` weighs how many."""
    facts = passage(rng)
    text = spoken(facts)
    pairs = answerable(facts)
    whos = [pair for pair in pairs if pair[0].startswith("Who")]
    rest = [pair for pair in pairs if not pair[0].startswith("Who")]
    chosen: list[tuple[str, str]] = []
    for _ in range(rng.choices((1, 2, 3), weights=counts)[0]):
        pool = whos if whos and (rng.random() < 0.42 or not rest) else rest
        pair = rng.choice(pool or pairs)
        if pair not in chosen:
            chosen.append(pair)
    frame, again, _ = rng.choices(FRAMES, weights=[entry[2] for entry in FRAMES])[0]
    lower = rng.random() < 0.08
    bare = rng.random() < 0.04
    segments: list[Segment] = []
    for question, answer in chosen:
        asked = question[0].lower() + question[1:] if lower else question
        asked = asked.rstrip("?") if bare else asked
        prompt = (again if segments else frame).format(p=text, q=asked)
        segments.append(Segment(with_trail(rng, prompt, 0.08), PROMPT_WEIGHT))
        segments.append(Segment(f" {answer}.", COPIED_WEIGHT, final=True))
    return Document("question", text, tuple(segments))
