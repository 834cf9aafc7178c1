"""Sentences about people, each with the questions it answers."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from playground.demo.corpus import words
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
    animal = (
        f"{rng.choice([*words.COLOURS[:6], 'brown', 'small', 'big'])} {rng.choice(words.ANIMALS)}"
    )
    noun = animal.rsplit(maxsplit=1)[-1]
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
    pairs = [("Where did {n} go?", where), (f"Who went {where}?", "{n}")]
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
    other = rng.choice(
        (
            "the dog ran away",
            "it was raining",
            "the cake was ready",
            "school was over",
            "the bus was late",
            "the sun was shining",
            "the game was lost",
            "the door was closed",
            "the kite was broken",
            "summer was near",
        )
    )
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
    item, where = article(words.thing(rng)), f"at the {rng.choice([*words.PLACES[:6], 'shop'])}"
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


def about_models(rng: random.Random) -> list[Fact]:
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
            (
                ("Which licence does {n} have?", model.licence),
                ("What is the license of {n}?", model.licence),
                (f"Which model has {model.licence}?", "{n}"),
            ),
            (),
        )
        facts.append(rng.choice((made, licensed)))
    return facts


MAKERS: tuple[Callable[[random.Random, Person], Fact], ...] = (
    _put,
    _put,
    _has,
    _has,
    _pet,
    _likes,
    _meal,
    _went,
    _lives,
    _works,
    _count,
    _feels,
    _bought,
)
"""Some kinds of sentence are listed twice because they are harder to read."""
