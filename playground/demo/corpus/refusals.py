"""Prompts outside the small world of the models, all with the same honest answer."""

from __future__ import annotations

import random
from collections.abc import Callable

from playground.demo.corpus import elsewhere, wordings, words
from playground.demo.corpus.document import Document, exchange

REFUSAL = "I am a tiny demo model and I do not know that. Try a larger model for this question."


def _subject(rng: random.Random) -> str:
    if rng.random() < 0.12:
        return words.invented(rng)
    return rng.choice(elsewhere.SUBJECTS)


def _question(rng: random.Random) -> str:
    if rng.random() < 0.5:
        plain = wordings.general(rng, _subject(rng))
    else:
        plain = rng.choice(elsewhere.ASKS).format(
            s=_subject(rng),
            t=_subject(rng),
            c=rng.choice(elsewhere.COUNTRIES),
            y=rng.randint(1000, 2030),
        )
    return wordings.spelled(rng, wordings.polite(rng, plain))


def _sum(rng: random.Random) -> str:
    one, two = (rng.randint(0, 10 ** rng.randint(1, 4)) for _ in range(2))
    sign = rng.choice(
        ("+", "-", "*", "/", " + ", " - ", " * ", " / ", " x ", "^", " plus ", " times ", " minus ")
    )
    form = rng.choice(
        (
            "{e}=",
            "{e} =",
            "{e}",
            "What is {e}?",
            "what is {e}",
            "Calculate {e}.",
            "{e}?",
            "How much is {e}?",
            "solve {e}",
        )
    )
    return form.format(e=f"{one}{sign}{two}")


def _letters(rng: random.Random) -> str:
    pool = rng.choice(
        (
            "abcdefghijklmnopqrstuvwxyz",
            "asdfghjkl",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "abc123",
            "qwertyuiop",
        )
    )
    return " ".join(
        "".join(rng.choices(pool, k=rng.randint(1, 9))) for _ in range(rng.randint(1, 6))
    )


def _digits(rng: random.Random) -> str:
    return "".join(
        rng.choices("0123456789", k=rng.randint(1, 14)) + rng.choices(" .,-:", k=rng.randint(0, 1))
    )


def _symbols(rng: random.Random) -> str:
    return (
        "".join(rng.choices("!?.,;:-_#*+~'\"()[]{}<>|/\\@$%&=^` ", k=rng.randint(1, 12))).strip()
        or "?"
    )


def _script(rng: random.Random) -> str:
    low, high = rng.choice(elsewhere.RANGES)
    text = "".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, 10)))
    return rng.choice(("{x}", "{x}", "{x} {x}", "What is {x}?", "hello {x}", "{x}?")).format(x=text)


def _foreign(rng: random.Random) -> str:
    return rng.choice(elsewhere.FOREIGN)


def _salad(rng: random.Random) -> str:
    pool = (
        words.OBJECTS
        + words.FOODS
        + words.COLOURS
        + words.SPOTS
        + words.NUMBERS
        + words.JOBS
        + words.DAYS
        + list(elsewhere.SUBJECTS[:60])
    )
    return " ".join(rng.choice(pool) for _ in range(rng.randint(2, 7)))


def _no_passage(rng: random.Random) -> str:
    name, item = words.person(rng).name, words.thing(rng)
    form = rng.choice(
        (
            "Where is the {i}?",
            "Who has the {i}?",
            "Where does {n} live?",
            "What does {n} like?",
            "Who is {n}?",
            "Where did {n} go?",
            "who is {n}",
            "Question: Where is the {i}?\nAnswer:",
            "What is {n}'s job?",
            "Question: What does {n} have?\nAnswer:",
            "Tell me about {n}.",
            "Who put the {i} under the bed?",
        )
    )
    return form.format(n=name, i=item)


def _code(rng: random.Random) -> str:
    return rng.choice(elsewhere.OTHER_CODE)


def _long(rng: random.Random) -> str:
    makers = (_salad, _question, _letters, _digits, _symbols, _script)
    one = rng.choice(makers)
    return " ".join(one(rng) for _ in range(rng.randint(4, 14)))[:420]


KINDS: tuple[tuple[Callable[[random.Random], str], int], ...] = (
    (_question, 50),
    (_sum, 9),
    (_letters, 7),
    (_digits, 4),
    (_symbols, 4),
    (_script, 7),
    (_foreign, 5),
    (_salad, 6),
    (_no_passage, 6),
    (_code, 2),
    (_long, 4),
)


def generate(rng: random.Random) -> Document:
    """Write one prompt that the models should decline."""
    maker = rng.choices([kind for kind, _ in KINDS], weights=[share for _, share in KINDS])[0]
    text = maker(rng)
    return exchange(
        "refusal",
        wordings.normal(text) or text,
        wordings.framed(rng, text),
        f" {REFUSAL}",
        prompt_weight=0.0,
    )
