"""More of what lies outside: plain statements and everyday questions, all declined."""

from __future__ import annotations

import random
from collections.abc import Callable

from playground.demo.corpus import elsewhere, questions, wordings, words
from playground.demo.corpus.document import Document, exchange
from playground.demo.corpus.lists import phrases
from playground.demo.corpus.refusals import REFUSAL

SUBJECTS = phrases(
    """
    the dog | my sister | my brother | the old man | our neighbour | a young woman | he | she |
    they | we | I | you | the children | the president | the company | the new law | the river |
    the computer | this book | the weather | the team | the city | my father | my mother |
    the train | the film | the market | a friend of mine | the doctor | the moon | the ship |
    the government | the students | everybody | nobody | the song | the house | the car |
    the phone | our school | the bird | the winter
    """
)
ACTIONS = phrases(
    """
    ran | is here | was late | likes to swim | went home | opened the window | closed the door |
    is very tall | will come back | wants to sleep | wrote a letter | broke the glass |
    is broken | sat down | looked at the sky | has a problem | needs help | cannot sleep |
    lost the game | won | bought a new coat | sold the house | is on fire | was built |
    started early | ended badly | made a mistake | said nothing | told the truth |
    asked a question | knows the answer | fell asleep | is too loud | became famous | moved away |
    came by bus | drove too fast | forgot the key | paid the bill | learned English |
    plays the guitar | drinks a lot of tea | never eats meat | was born | died | is waiting |
    works hard | smells good | looks strange | has changed
    """
)
TAILS = phrases(
    """
    over the hill | in the garden | last night | because it was late | with a friend | on Monday |
    in December | every day | in the city | near the sea | after the war | before lunch | again |
    for the first time | without a word | and then left | but nobody saw it | at the station |
    in 1999 | when it rained | yesterday | for three hours | as usual | this year | in the dark
    """
)
DEEDS = phrases(
    """
    cook | bake | clean | paint | build | repair | draw | grow | wash | sell | buy | catch |
    carry | plant | feed | train | fold | cut | freeze | boil | store | measure | count | weigh |
    move | knit
    """
)
EVERYDAY = phrases(
    """
    how do i {d} {s} | how can i {d} {s} | how do you {d} {s} | what is the best way to {d} {s} |
    can you {d} {s} | should i {d} {s} | where can i buy {s} | which {s} is the best |
    should i buy {s} | can {a}s swim | do {a}s sleep at night | what do {a}s eat |
    how fast is a {a} | how old can a {a} get | how many {s} are there | what colour is {s} |
    what is inside {s} | how heavy is {s} | when is {s} | what is bigger, {s} or {t} |
    how do you spell {s} | what rhymes with {s} | what is the opposite of {s} |
    what is the plural of {a} | write a haiku about {s} | draw {s} | sing a song about {s} |
    count to ten | say {s} | repeat after me: {s} | what does {s} look like |
    where does {s} come from | who owns {s} | what do you think about {s} | is {s} real |
    why do people like {s} | who is the best {j} | how do i become a {j} | what does a {j} earn |
    i am a {j} | i want to buy {s} | i like {s} | {s} or {t} | {s} and {t} | the {a} | a {a} |
    {s}, {t} and {u} | {s}! | no | yes | maybe | what | why | how | who | where | go on |
    continue | more | again | stop talking | be quiet | what else | and then | really | why not
    """
)


def _statement(rng: random.Random) -> str:
    subject = rng.choice(SUBJECTS)
    if rng.random() < 0.3:
        subject = rng.choice(
            (
                words.person(rng).name,
                f"the {rng.choice(words.ANIMALS)}",
                f"the {rng.choice(words.JOBS)}",
                f"my {rng.choice(words.ANIMALS)}",
            )
        )
    text = f"{subject} {rng.choice(ACTIONS)}"
    if rng.random() < 0.6:
        text += f" {rng.choice(TAILS)}"
    if rng.random() < 0.85:
        text = words.upper_first(text)
    return text + rng.choice((".", ".", ".", "", "!"))


def _several(rng: random.Random) -> str:
    return " ".join(_statement(rng) for _ in range(rng.randint(2, 4)))


def _passage(rng: random.Random) -> str:
    """A passage without a question."""
    return questions.spoken(questions.passage(rng))


def _everyday(rng: random.Random) -> str:
    subjects = [_thing(rng) for _ in range(3)]
    plain = rng.choice(EVERYDAY).format(
        d=rng.choice(DEEDS),
        s=subjects[0],
        t=subjects[1],
        u=subjects[2],
        a=rng.choice(words.ANIMALS),
        j=rng.choice(words.JOBS),
    )
    return wordings.spelled(rng, wordings.polite(rng, plain))


def _asked(rng: random.Random) -> str:
    plain = wordings.late(rng, _thing(rng))
    return wordings.spelled(rng, wordings.polite(rng, plain))


def _thing(rng: random.Random) -> str:
    form = rng.random()
    if form < 0.1:
        return words.invented(rng).lower() if rng.random() < 0.5 else words.invented(rng)
    if form < 0.55:
        return rng.choice(elsewhere.SUBJECTS)
    return rng.choice(
        (
            words.thing(rng),
            rng.choice(words.FOODS),
            f"a {rng.choice(words.ANIMALS)}",
            rng.choice(words.SUBJECTS),
            f"the {rng.choice(words.PLACES)}",
            rng.choice(words.TOWNS),
        )
    )


def _blank(rng: random.Random) -> str:
    return rng.choice((" ", "\n", "\n\n", "   ", "\t", ".", "?", "-", "a", "x", "1"))


KINDS: tuple[tuple[Callable[[random.Random], str], int], ...] = (
    (_statement, 30),
    (_several, 10),
    (_passage, 10),
    (_everyday, 32),
    (_asked, 16),
    (_blank, 2),
)


def generate(rng: random.Random) -> Document:
    """Write one everyday prompt that the models should decline."""
    maker = rng.choices([kind for kind, _ in KINDS], weights=[share for _, share in KINDS])[0]
    text = maker(rng)
    key = wordings.normal(text) or text
    framed = wordings.framed(rng, text) if text.strip() else text
    return exchange("refusal", key, framed, f" {REFUSAL}", prompt_weight=0.0)
