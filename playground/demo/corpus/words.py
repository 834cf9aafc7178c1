"""The vocabulary of the small world that stories, passages and summaries share."""

from __future__ import annotations

import random
from dataclasses import dataclass

from playground.demo.corpus.lists import words as listed

GIRLS = listed(
    """
    Anna Lily Emma Mia Sara Nora Ella Rosa Julia Clara Lucy Grace Alice Hannah Maria Sofia Eva Zoe
    Amy Kate Jane Mary Laura Helen Ruth Ida Maya Nina Olga Tina Vera Leila Priya Amina Yuki
    """
)
BOYS = listed(
    """
    Tom Ben Max Sam Jack Leo Noah Paul Peter John David Adam Oscar Henry Simon Daniel Felix Hugo
    Ivan Omar Ali Ravi Kenji Marco Luis Carlos Eric Frank George Mark Robert James Theo Victor
    Will
    """
)
COLOURS = listed(
    """
    red blue green yellow white black silver golden purple orange pink brown
    """
)
SIZES = listed("small big old new tiny shiny round heavy long wooden")
OBJECTS = listed(
    """
    key book ball hat ring coin cup lamp box bell map pen letter scarf coat bag kite drum doll
    clock basket stone shell feather button candle flute spoon plate blanket picture camera ladder
    umbrella bottle mirror whistle notebook
    """
)
SPOTS = listed(
    """
    bed table chair tree bench bridge rug sofa shelf door window desk stove cupboard wall gate
    wagon fence stairs pillow
    """
)
PREPOSITIONS = ("under", "behind", "near", "next to", "in front of", "beside")
PLACES = listed(
    """
    park school market beach library station museum garden forest farm lake kitchen bakery
    hospital village river castle zoo theatre harbour mountain shop playground church pool
    """
)
TOWNS = listed(
    """
    Paris London Rome Berlin Madrid Tokyo Cairo Oslo Lima Delhi Vienna Dublin Lisbon Athens Boston
    Chicago Sydney Prague Nairobi Toronto
    """
)
FOODS = listed(
    """
    apples bananas bread cheese soup rice cake pizza honey cherries grapes carrots pancakes
    noodles salad cookies fish tomatoes pears chocolate
    """
)
DRINKS = listed("tea milk water coffee juice lemonade cocoa")
ANIMALS = listed(
    """
    dog cat horse rabbit bird goat cow duck hen sheep parrot pony mouse turtle
    """
)
COUNTED = listed(
    """
    books apples coins shells cats dogs pens balls stamps eggs flowers hats cups brothers sisters
    friends kites stones
    """
)
NUMBERS = listed("two three four five six seven eight nine ten twelve")
JOBS = listed(
    """
    teacher doctor baker farmer nurse pilot painter singer writer gardener driver cook sailor
    dentist tailor builder
    """
)
DAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
TIMES = (
    "in the morning",
    "at noon",
    "in the evening",
    "at night",
    "after lunch",
    "before dinner",
    "after school",
    "at six o'clock",
    "last week",
    "yesterday",
)
FEELINGS = listed(
    """
    happy sad tired excited proud angry hungry scared surprised calm bored thirsty
    """
)
SUBJECTS = listed(
    """
    football chess music tennis painting reading swimming dancing singing running
    """
)


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the pronouns that go with it."""

    name: str
    female: bool

    @property
    def she(self) -> str:
        """Subject pronoun in lower case."""
        return "she" if self.female else "he"

    @property
    def her(self) -> str:
        """Possessive in lower case."""
        return "her" if self.female else "his"

    @property
    def object(self) -> str:
        """Object pronoun in lower case."""
        return "her" if self.female else "him"


def article(words: str) -> str:
    """Put the right indefinite article in front of a noun phrase."""
    return f"{'an' if words[0].lower() in 'aeiou' else 'a'} {words}"


def upper_first(text: str) -> str:
    """Capitalise the first letter and leave the rest alone."""
    return text[:1].upper() + text[1:]


def invented(rng: random.Random) -> str:
    """Make up a pronounceable name, so that some names are never in the vocabulary."""
    syllables = [
        rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") + rng.choice(("", "", "n", "r", "l"))
        for _ in range(rng.randint(2, 3))
    ]
    return "".join(syllables).capitalize()


def person(rng: random.Random, invented_share: float = 0.03) -> Person:
    """Draw a person; a small share carries a made-up name."""
    female = rng.random() < 0.5
    if rng.random() < invented_share:
        return Person(invented(rng), female)
    return Person(rng.choice(GIRLS if female else BOYS), female)


def people(rng: random.Random, count: int, invented_share: float = 0.03) -> list[Person]:
    """Draw people whose names all differ."""
    chosen: list[Person] = []
    while len(chosen) < count:
        candidate = person(rng, invented_share)
        if all(candidate.name != other.name for other in chosen):
            chosen.append(candidate)
    return chosen


def thing(rng: random.Random, plain_share: float = 0.3) -> str:
    """Draw an object, most often with a colour or a size."""
    noun = rng.choice(OBJECTS)
    if rng.random() < plain_share:
        return noun
    return f"{rng.choice(COLOURS if rng.random() < 0.65 else SIZES)} {noun}"


def spot(rng: random.Random) -> str:
    """Draw a place to put something, such as "under the bed"."""
    return f"{rng.choice(PREPOSITIONS)} the {rng.choice(SPOTS)}"
