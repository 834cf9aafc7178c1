"""Short stories with one hero and one friend, whose names come from separate lists."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from playground.demo.corpus import words
from playground.demo.corpus.document import ASIDE_WEIGHT, Document, Segment, with_trail
from playground.demo.corpus.lists import phrases
from playground.demo.corpus.lists import words as listed
from playground.demo.corpus.words import Person, article

FRIENDS = listed(
    """
    Pip Dot Momo Fizz Bobo Lulu Nibbles Patch Sunny Willow Pebble Coco Muffin Biscuit Hazel Rusty
    """
)
CREATURES = listed(
    """
    dog cat rabbit bird dragon bear fox owl mouse frog turtle squirrel pony duck hedgehog robot
    """
)
HERO_ADJECTIVES = listed("little kind brave young curious clever cheerful gentle")
FRIEND_ADJECTIVES = listed("small friendly old funny wise grey lost shy")
HOMES = phrases(
    """
    near the forest | by the sea | in a small village | in a big city | near the lake |
    on a farm | by the river | in a yellow house | near a high mountain | in a quiet town
    """
)
HELPS = (
    '"I can help you," said {f}.',
    '"Let me help," said {f}.',
    '"Do not worry," said {f}. "I will help you."',
)
ENDINGS = (
    "From that day on, {n} and {f} were best friends.",
    "{n} and {f} were very happy.",
    "After that, {n} and {f} played together every day.",
    "{n} thanked {f}, and they went home together.",
    "{n} smiled all the way home.",
    "And they lived happily ever after.",
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in one story."""

    hero: Person
    kind: str
    """What the hero is: "girl", "boy" or an animal."""
    friend: str
    creature: str
    friend_adjective: str

    def fill(self, text: str) -> str:
        """Put names and pronouns into a sentence pattern."""
        hero = self.hero
        return (
            text.replace("{n}", hero.name)
            .replace("{f}", self.friend)
            .replace("{she}", hero.she)
            .replace("{She}", hero.she.title())
            .replace("{her}", hero.her)
            .replace("{Her}", hero.her.title())
            .replace("{obj}", hero.object)
            .replace(
                "{meet}", f"{article(self.friend_adjective)} {self.creature} named {self.friend}"
            )
        )


def _lost(rng: random.Random) -> list[str]:
    item, where = words.thing(rng), words.spot(rng)
    noun = item.split()[-1]
    return [
        f"{{n}} had {article(item)} that {{she}} loved very much.",
        f"One {rng.choice(('morning', 'day', 'evening'))}, the {noun} was gone.",
        rng.choice(
            (
                "{n} looked everywhere, but {she} could not find it.",
                "{n} looked in every room, but it was not there.",
            )
        ),
        "Then {meet} came by.",
        "HELP",
        f"Together they found the {noun} {where}.",
    ]


def _share(rng: random.Random) -> list[str]:
    food = rng.choice(("cookies", "apples", "pancakes", "cherries", "sweet buns", "grapes"))
    goal = rng.choice(("park", "forest", "lake", "garden"))
    return [
        f"One day, {{n}} took a basket of {food} to the {goal}.",
        "On the way {she} met {meet}.",
        '"I am so hungry," said {f}.',
        f"{{n}} gave {{f}} half of the {food}.",
        "They sat down under a tree and ate together.",
        '"Thank you," said {f}. "You are very kind."',
    ]


def _brave(rng: random.Random) -> list[str]:
    fear = rng.choice(("the dark", "the deep water", "thunder", "the old bridge", "high places"))
    return [
        f"{{n}} was afraid of {fear}.",
        f"One {rng.choice(('night', 'day', 'evening'))}, {{she}} heard a small voice.",
        "It was {meet}, who could not find the way home.",
        f"{{n}} thought about {fear}, but {{she}} took a deep breath and went to help.",
        "Step by step, {she} brought {f} home.",
        rng.choice(("{n} was not afraid any more.", "{n} felt very proud.")),
    ]


def _garden(rng: random.Random) -> list[str]:
    plant = rng.choice(("seed", "flower", "tree", "sunflower", "rose"))
    wealth = rng.choice(("colour", "light", "life"))
    return [
        f"One spring day, {{n}} planted a {plant} in the garden.",
        "{She} gave it water every day, but nothing happened.",
        "{n} was sad.",
        "Then {meet} came by.",
        '"Good things take time," said {f}.',
        f"{{n}} waited, and one morning the {plant} was tall and full of {wealth}.",
    ]


def _rain(rng: random.Random) -> list[str]:
    weather = rng.choice(("rain", "snow", "a strong wind"))
    shelter = rng.choice(("a warm cave", "an old barn", "a big hollow tree", "a small boat house"))
    return [
        f"One day, {{n}} went for a walk in the {rng.choice(('forest', 'hills', 'fields'))}.",
        f"Suddenly there was {weather}, and {{n}} was cold and wet.",
        "Then {meet} came by.",
        "HELP",
        f"{{f}} knew {shelter} close by.",
        "They waited there and told each other stories.",
        "Soon the sun came out again.",
    ]


def _gift(rng: random.Random) -> list[str]:
    gift = rng.choice(
        (
            "a warm hat",
            "a small boat",
            "a paper kite",
            "a red scarf",
            "a honey cake",
            "a little song",
        )
    )
    return [
        "{Her} best friend was {meet}.",
        "It was {f}'s birthday, and {n} had no money for a present.",
        f"So {{she}} worked all {rng.choice(('day', 'night', 'morning'))} and made {gift}.",
        "{f} opened the box and laughed with joy.",
        f'"{words.upper_first(gift)}!" said {{f}}. "This is the best present of all."',
    ]


def _star(rng: random.Random) -> list[str]:
    wish = rng.choice(
        ("to see the sea", "to fly", "to touch the moon", "to find a treasure", "to sail away")
    )
    way = {
        "to see the sea": "They walked for three days, and at last they saw the blue sea.",
        "to fly": "They built a big kite and flew high over the fields.",
        "to touch the moon": (
            "They rowed to the middle of the lake and touched the moon in the water."
        ),
        "to find a treasure": "They followed an old map and found a box full of shells.",
        "to sail away": "They made a boat out of wood and sailed down the river.",
    }[wish]
    return [
        f"Every night {{n}} looked at the stars and wished {wish}.",
        "One evening {she} told {her} wish to {meet}.",
        "HELP",
        way,
        '"Now I know that wishes can come true," said {n}.',
    ]


def _race(rng: random.Random) -> list[str]:
    prize = rng.choice(("a golden cup", "a big cake", "a silver medal", "a basket of pears"))
    reward = rng.choice(("a piece of the prize", "a big smile", "a flower"))
    return [
        f"One day there was a race, and the prize was {prize}.",
        "{n} ran very fast and was ahead of everyone.",
        "Then {she} saw {meet}, who had fallen down.",
        "{n} stopped and helped {f} up.",
        "They did not win the race, but they crossed the line hand in hand.",
        f"Everyone clapped, and they both got {reward}.",
    ]


PLOTS: tuple[Callable[[random.Random], list[str]], ...] = (
    _lost,
    _lost,
    _share,
    _brave,
    _garden,
    _rain,
    _gift,
    _star,
    _race,
)
OPENINGS = (
    ("Once upon a time, there was {a} named {n}.", 30),
    ("Once upon a time there was {a} named {n}.", 10),
    ("Once upon a time, {a} named {n} lived {home}.", 18),
    ("Once there was {a} named {n}.", 6),
    ("There was once {a} named {n}.", 5),
    ("There once was {a} named {n}.", 4),
    ("Long ago, there was {a} named {n}.", 6),
    ("{n} was {a} who lived {home}.", 7),
    ("{Home}, there lived {a} named {n}.", 7),
    ("One day, {a} named {n} was at home.", 5),
    ("A long time ago, {a} named {n} lived {home}.", 5),
    ("{A} named {n} lived {home}.", 6),
)
REQUESTS = phrases(
    """
    Tell me a story. | Tell me a short story. | Write a story. | Write a short story. |
    Tell me a story | write a short story | Story: | Can you tell me a story? |
    I want to hear a story. | Please tell me a story. | Tell me a story about {k}. |
    Write a story about {k}. | Write a short story about {k}. |
    Tell me a story about {k} named {n}. | Tell me a story about {n}. |
    Write a story about {k} named {n}. | A story about {k}: | tell me a story about {k} |
    Make up a story about {k}.
    """
)


def _cast(rng: random.Random) -> Cast:
    hero = words.person(rng, 0.02)
    kind = "girl" if hero.female else "boy"
    if rng.random() < 0.22:
        kind = rng.choice(CREATURES[:-1])
    creature = rng.choice([name for name in CREATURES if name != kind])
    return Cast(hero, kind, rng.choice(FRIENDS), creature, rng.choice(FRIEND_ADJECTIVES))


def write(rng: random.Random) -> tuple[Cast, str]:
    """Write one story and say who is in it."""
    cast = _cast(rng)
    opening = rng.choices([text for text, _ in OPENINGS], weights=[share for _, share in OPENINGS])[
        0
    ]
    home = rng.choice(HOMES)
    hero = article(f"{rng.choice(HERO_ADJECTIVES)} {cast.kind}")
    lines = [
        opening.replace("{a}", hero)
        .replace("{A}", words.upper_first(hero))
        .replace("{home}", home)
        .replace("{Home}", words.upper_first(home))
    ]
    if "lived" not in opening and rng.random() < 0.5:
        lines.append(f"{{She}} lived {home}.")
    for line in rng.choice(PLOTS)(rng):
        lines.append(rng.choice(HELPS) if line == "HELP" else line)
    lines.append(rng.choice(ENDINGS))
    return cast, cast.fill(" ".join(lines))


def generate(rng: random.Random) -> Document:
    """Write one story: plain, cut after some words, or asked for."""
    cast, story = write(rng)
    form = rng.random()
    if form < 0.25:
        hero = cast.hero.name
        ask = rng.choice(REQUESTS).replace("{k}", article(cast.kind)).replace("{n}", hero)
        joint = "\n" if rng.random() < 0.3 else ""
        prompt = ask + joint if joint else with_trail(rng, ask)
        return Document(
            "story", story, (Segment(prompt, ASIDE_WEIGHT), Segment(" " + story, 1.0, final=True))
        )
    pieces = story.split(" ")
    cut = rng.randint(2, min(14, len(pieces) - 8))
    if form < 0.5 and story.startswith("Once upon a time"):
        cut = 4
    prompt = with_trail(rng, " ".join(pieces[:cut]), 0.1)
    rest = " " + " ".join(pieces[cut:])
    return Document("story", story, (Segment(prompt, 0.5), Segment(rest, 1.0, final=True)))
