"""Short passages with questions whose answers stand in the passage."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from playground.demo.corpus import words
from playground.demo.corpus.document import (
    COPIED_WEIGHT,
    PROMPT_WEIGHT,
    Document,
    Segment,
    with_trail,
)
from playground.demo.corpus.models import MODELS
from playground.demo.corpus.words import Person, article


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence about a person and the questions it answers."""

    sentence: str
    """With {n} where the person's name or pronoun goes."""
    person: Person
    pairs: tuple[tuple[str, str], ...]
    """Questions and the answers as they stand in the sentence; {n} is the name."""
    nouns: tuple[str, ...]
    """What must not occur twice in one passage."""


def _put(rng: random.Random, who: Person) -> Fact:
    item, where = words.thing(rng), words.spot(rng)
    verb = rng.choice(("put", "hid", "left"))
    noun = item.split()[-1]
    base = {"put": "put", "hid": "hide", "left": "leave"}[verb]
    return Fact(
        f"{{n}} {verb} the {item} {where}.",
        who,
        (
            (f"Where did {{n}} {base} the {item}?", where),
            (f"Where is the {item}?", where),
            (f"Where is the {noun}?", where),
            (f"Who {verb} the {item} {where}?", "{n}"),
            (f"Who {verb} the {item}?", "{n}"),
            (f"What did {{n}} {base} {where}?", f"the {item}"),
            (f"What is {where}?", f"the {item}"),
        ),
        (noun, where),
    )


def _has(rng: random.Random, who: Person) -> Fact:
    item = words.thing(rng)
    noun = item.split()[-1]
    verb, base = rng.choice((("has", "have"), ("has", "have"), ("owns", "own")))
    return Fact(
        f"{{n}} {verb} {article(item)}.",
        who,
        (
            (f"Who {verb} the {item}?", "{n}"),
            (f"Who {verb} {article(item)}?", "{n}"),
            (f"Who {verb} the {noun}?", "{n}"),
            (f"What does {{n}} {base}?", article(item)),
        ),
        (noun,),
    )


def _pet(rng: random.Random, who: Person) -> Fact:
    animal = f"{rng.choice(words.COLOURS[:6] + ['brown', 'small', 'big'])} {rng.choice(words.ANIMALS)}"
    noun = animal.split()[-1]
    return Fact(
        f"{{n}} has {article(animal)}.",
        who,
        (
            (f"Who has the {animal}?", "{n}"),
            (f"Who has {article(noun)}?", "{n}"),
            ("What does {n} have?", article(animal)),
            ("What pet does {n} have?", article(animal)),
        ),
        (noun,),
    )


def _likes(rng: random.Random, who: Person) -> Fact:
    food = rng.choice(words.FOODS + words.SUBJECTS)
    verb, base = rng.choice((("likes", "like"), ("loves", "love"), ("likes", "like")))
    return Fact(
        f"{{n}} {verb} {food}.",
        who,
        ((f"What does {{n}} {base}?", food), (f"Who {verb} {food}?", "{n}")),
        (food,),
    )


def _meal(rng: random.Random, who: Person) -> Fact:
    if rng.random() < 0.5:
        past, base, item = "ate", "eat", rng.choice(words.FOODS)
    else:
        past, base, item = "drank", "drink", rng.choice(words.DRINKS)
    when = rng.choice(words.TIMES)
    return Fact(
        f"{{n}} {past} {item} {when}.",
        who,
        (
            (f"What did {{n}} {base}?", item),
            (f"Who {past} {item}?", "{n}"),
            (f"When did {{n}} {base} {item}?", when),
        ),
        (item, when),
    )


def _went(rng: random.Random, who: Person) -> Fact:
    where, day = f"to the {rng.choice(words.PLACES)}", f"on {rng.choice(words.DAYS)}"
    pairs = [(f"Where did {{n}} go?", where), (f"Who went {where}?", "{n}")]
    if rng.random() < 0.5:
        pairs += [(f"When did {{n}} go {where}?", day), (f"Who went {where} {day}?", "{n}")]
        return Fact(f"{{n}} went {where} {day}.", who, tuple(pairs), (where, day))
    return Fact(f"{{n}} went {where}.", who, tuple(pairs), (where,))


def _lives(rng: random.Random, who: Person) -> Fact:
    where = f"in {rng.choice(words.TOWNS)}"
    if rng.random() < 0.4:
        where = f"{rng.choice(('near', 'by'))} the {rng.choice(words.PLACES)}"
    return Fact(
        f"{{n}} lives {where}.",
        who,
        (("Where does {n} live?", where), (f"Who lives {where}?", "{n}")),
        (where,),
    )


def _works(rng: random.Random, who: Person) -> Fact:
    job = article(rng.choice(words.JOBS))
    title = job.split()[-1]
    return Fact(
        f"{{n}} is {job}.",
        who,
        (
            ("What is {n}'s job?", job),
            ("What does {n} do?", job),
            (f"Who is {job}?", "{n}"),
            (f"Who is the {title}?", "{n}"),
        ),
        (title,),
    )


def _count(rng: random.Random, who: Person) -> Fact:
    number, noun = rng.choice(words.NUMBERS), rng.choice(words.COUNTED)
    return Fact(
        f"{{n}} has {number} {noun}.",
        who,
        (
            (f"How many {noun} does {{n}} have?", number),
            (f"Who has {number} {noun}?", "{n}"),
            (f"Who has {noun}?", "{n}"),
        ),
        (noun,),
    )


def _feels(rng: random.Random, who: Person) -> Fact:
    feeling = rng.choice(words.FEELINGS)
    other = rng.choice(("the dog ran away", "it was raining", "the cake was ready", "school was over",
                        "the bus was late", "the sun was shining", "the game was lost",
                        "the door was closed", "the kite was broken", "summer was near"))
    return Fact(
        f"{{n}} was {feeling} because {other}.",
        who,
        (
            (f"Why was {{n}} {feeling}?", f"because {other}"),
            (f"Who was {feeling}?", "{n}"),
            ("How did {n} feel?", feeling),
        ),
        (feeling, other),
    )


def _bought(rng: random.Random, who: Person) -> Fact:
    item, where = article(words.thing(rng)), f"at the {rng.choice(words.PLACES[:6] + ['shop'])}"
    verb, base = rng.choice((("bought", "buy"), ("found", "find"), ("saw", "see")))
    return Fact(
        f"{{n}} {verb} {item} {where}.",
        who,
        (
            (f"What did {{n}} {base}?", item),
            (f"What did {{n}} {base} {where}?", item),
            (f"Where did {{n}} {base} {item}?", where),
            (f"Who {verb} {item}?", "{n}"),
        ),
        (item.split()[-1], where),
    )


def _models(rng: random.Random) -> list[Fact]:
    """State true facts about two or three open models."""
    facts: list[Fact] = []
    for model in rng.sample(MODELS, rng.choice((2, 2, 3))):
        named = Person(model.names[0], False)
        made = Fact(
            f"{{n}} was made by {model.maker}.",
            named,
            (("Who made {n}?", model.maker), (f"What did {model.maker} make?", "{n}")),
            (),
        )
        licensed = Fact(
            f"{{n}} has {model.licence}.",
            named,
            (("Which licence does {n} have?", model.licence),
             ("What is the license of {n}?", model.licence),
             (f"Which model has {model.licence}?", "{n}")),
            (),
        )
        facts.append(rng.choice((made, licensed)))
    return facts


MAKERS: tuple[Callable[[random.Random, Person], Fact], ...] = (
    _put, _put, _has, _has, _pet, _likes, _meal, _went, _lives, _works, _count, _feels, _bought,
)
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


def _passage(rng: random.Random) -> list[Fact]:
    """Draw one to four facts that never share a noun; half repeat one kind of sentence."""
    if rng.random() < 0.04:
        return _models(rng)
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


def _spoken(facts: list[Fact]) -> str:
    """Write the facts down, with a pronoun where the same person goes on."""
    lines: list[str] = []
    for position, fact in enumerate(facts):
        repeat = position > 0 and facts[position - 1].person == fact.person
        lines.append(fact.sentence.replace("{n}", fact.person.she.title() if repeat else fact.person.name))
    return " ".join(lines)


def answerable(facts: list[Fact]) -> list[tuple[str, str]]:
    """List the questions that have exactly one answer in the passage."""
    found: dict[str, set[str]] = {}
    for fact in facts:
        for question, answer in fact.pairs:
            name = fact.person.name
            found.setdefault(question.replace("{n}", name), set()).add(answer.replace("{n}", name))
    whole = " ".join(fact.sentence for fact in facts)
    single = [(question, next(iter(answers))) for question, answers in found.items() if len(answers) == 1]
    return [
        (question, answer)
        for question, answer in single
        if not (question.startswith("Who has a") and whole.count(question[10:-1]) > 1)
    ]


def generate(rng: random.Random) -> Document:
    """Write one passage with one to three questions."""
    facts = _passage(rng)
    passage = _spoken(facts)
    pairs = answerable(facts)
    whos = [pair for pair in pairs if pair[0].startswith("Who")]
    rest = [pair for pair in pairs if not pair[0].startswith("Who")]
    chosen: list[tuple[str, str]] = []
    for _ in range(rng.choices((1, 2, 3), weights=(40, 35, 25))[0]):
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
        prompt = (again if segments else frame).format(p=passage, q=asked)
        segments.append(Segment(with_trail(rng, prompt, 0.08), PROMPT_WEIGHT))
        segments.append(Segment(f" {answer}.", COPIED_WEIGHT, final=True))
    return Document("question", passage, tuple(segments))
