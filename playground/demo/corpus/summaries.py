"""Short reports with the one sentence that sums them up."""

from __future__ import annotations

import random
from collections.abc import Callable

from playground.demo.corpus import words
from playground.demo.corpus.document import COPIED_WEIGHT, Document, exchange, with_trail
from playground.demo.corpus.words import article

WEATHER = (
    "The sun was shining.",
    "It was a cold day.",
    "It was raining a little.",
    "The wind was strong.",
    "It was a warm day.",
    "The sky was grey.",
)
FILLERS = (
    "Many people were there.",
    "It took a long time.",
    "Nobody said a word.",
    "A dog was barking.",
    "There was music in the air.",
    "The street was quiet.",
    "The bus was late.",
)


def _found(rng: random.Random) -> tuple[list[str], str]:
    who, day = words.person(rng), rng.choice(words.DAYS)
    item, feeling = article(words.thing(rng)), rng.choice(words.FEELINGS[:9])
    lines = [f"On {day}, {who.name} went to the {rng.choice(words.PLACES)}."]
    lines += [
        f"{who.she.title()} found {item} {words.spot(rng)}.",
        f"{who.she.title()} was {feeling}.",
    ]
    return lines, f"{who.name} found {item} and was {feeling}."


def _visited(rng: random.Random) -> tuple[list[str], str]:
    one, two = words.people(rng, 2)
    what = rng.choice(
        (
            "played football",
            "baked a cake",
            "watched a film",
            "painted a picture",
            "sang songs",
            "played chess",
            "made soup",
            "read a book",
            "built a tower",
        )
    )
    lines = [
        f"{one.name} visited {two.name} on {rng.choice(words.DAYS)}.",
        f"They {what} together.",
    ]
    return lines, f"{one.name} and {two.name} {what}."


def _recovered(rng: random.Random) -> tuple[list[str], str]:
    one, two = words.people(rng, 2)
    item, where = words.thing(rng), words.spot(rng)
    room, other = rng.sample(words.PLACES, 2)
    lines = [
        f"{one.name} lost {one.her} {item}.",
        f"{one.she.title()} looked at the {room} and at the {other}.",
        f"At last {two.name} found it {where}.",
    ]
    return lines, f"{two.name} found {one.name}'s {item} {where}."


def _instead(rng: random.Random) -> tuple[list[str], str]:
    who, weather = (
        words.person(rng),
        rng.choice(("raining", "snowing", "too cold", "too hot", "too dark")),
    )
    plan = rng.choice(
        ("play football", "go swimming", "ride a bike", "work in the garden", "fly a kite")
    )
    done = rng.choice(
        (
            "stayed at home",
            "read a book",
            "baked bread",
            "cleaned the kitchen",
            "wrote a letter",
            "played chess",
            "painted a picture",
        )
    )
    lines = [f"{who.name} wanted to {plan}.", f"But it was {weather}.", f"So {who.she} {done}."]
    return lines, f"{who.name} {done} because it was {weather}."


def _made(rng: random.Random) -> tuple[list[str], str]:
    one, two = words.people(rng, 2)
    gift = article(
        rng.choice(
            (
                "warm scarf",
                "birthday cake",
                "wooden box",
                "paper kite",
                "small boat",
                "blue hat",
                "big picture",
                "honey cake",
            )
        )
    )
    time = rng.choice(("day", "week", "night", "morning"))
    lines = [
        f"{one.name} wanted to give {two.name} something special.",
        f"{one.she.title()} worked all {time} and made {gift}.",
        f"{two.name} was very happy.",
    ]
    return lines, f"{one.name} made {gift} for {two.name}."


def _opened(rng: random.Random) -> tuple[list[str], str]:
    town, day = rng.choice(words.TOWNS), rng.choice(words.DAYS)
    building = "new " + rng.choice(
        ("library", "museum", "school", "theatre", "bakery", "hospital", "pool", "zoo")
    )
    lines = [
        f"There is a {building} in {town}.",
        f"It opened on {day}.",
        f"More than {rng.choice(words.NUMBERS)} hundred people came to see it.",
    ]
    return lines, f"A {building} opened in {town} on {day}."


def _cooked(rng: random.Random) -> tuple[list[str], str]:
    who = words.person(rng)
    number = rng.choice(words.NUMBERS)
    food = f"{number} {rng.choice(('apples', 'carrots', 'tomatoes', 'eggs', 'pears', 'bananas'))}"
    dish = rng.choice(("a cake", "soup", "a pie", "a salad", "juice", "breakfast", "dinner"))
    lines = [
        f"{who.name} went to the market in the morning.",
        f"{who.she.title()} bought {food}.",
        f"At home {who.she} used them to make {dish}.",
    ]
    return lines, f"{who.name} bought {food} and made {dish}."


def _gave(rng: random.Random) -> tuple[list[str], str]:
    one, two = words.people(rng, 2)
    item, place = article(words.thing(rng)), rng.choice(words.PLACES)
    lines = [
        f"{one.name} had {item}.",
        f"{one.she.title()} met {two.name} at the {place}.",
        f"{two.name} liked it so much that {one.name} gave it to {two.object}.",
    ]
    return lines, f"{one.name} gave {two.name} {item}."


def _moved(rng: random.Random) -> tuple[list[str], str]:
    who, (old, new) = words.person(rng), rng.sample(words.TOWNS, 2)
    job = article(rng.choice(words.JOBS))
    lines = [
        f"{who.name} lived in {old} for {rng.choice(words.NUMBERS)} years.",
        f"Then {who.she} moved to {new}.",
        f"Now {who.she} works there as {job}.",
    ]
    return lines, f"{who.name} moved from {old} to {new} and works as {job}."


EVENTS: tuple[Callable[[random.Random], tuple[list[str], str]], ...] = (
    _found,
    _found,
    _visited,
    _recovered,
    _instead,
    _made,
    _opened,
    _cooked,
    _gave,
    _moved,
)
FRAMES = (
    ("Text: {t}\nSummary:", 40),
    ("{t}\nSummary:", 10),
    ("Summarize: {t}\nSummary:", 8),
    ("Summarize the text in one sentence.\nText: {t}\nSummary:", 10),
    ("Summarise the text in one sentence.\nText: {t}\nSummary:", 6),
    ("Summarize in one sentence: {t}", 6),
    ("Summarise in one sentence: {t}", 4),
    ("Summarize this text: {t}", 4),
    ("{t}\nTL;DR:", 6),
    ("Article: {t}\nSummary:", 6),
)


def generate(rng: random.Random) -> Document:
    """Write one report, sometimes with a sentence that does not matter, and its summary."""
    lines, summary = rng.choice(EVENTS)(rng)
    if rng.random() < 0.4:
        lines.insert(rng.choice((0, 1)), rng.choice(WEATHER))
    if rng.random() < 0.3:
        lines.insert(rng.randint(1, len(lines) - 1), rng.choice(FILLERS))
    text = " ".join(lines)
    frame = rng.choices([entry for entry, _ in FRAMES], weights=[share for _, share in FRAMES])[0]
    return exchange(
        "summary",
        text,
        with_trail(rng, frame.format(t=text)),
        f" {summary}",
        answer_weight=COPIED_WEIGHT,
    )
