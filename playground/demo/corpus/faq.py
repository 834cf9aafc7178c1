"""Questions with one fixed true answer, in many wordings."""

from __future__ import annotations

import random

from playground.demo.corpus import wordings
from playground.demo.corpus.choosing import CHOICES
from playground.demo.corpus.document import ASIDE_WEIGHT, Document, exchange, with_trail
from playground.demo.corpus.licences import LICENCES
from playground.demo.corpus.making import MAKING
from playground.demo.corpus.models import late_model_topics, model_topics
from playground.demo.corpus.program import CHAT, LIFE, LIFE_ASKS, LIFE_OPENINGS, PROGRAM
from playground.demo.corpus.running import RUNNING
from playground.demo.corpus.topics import Topic

GROUPS: tuple[tuple[tuple[Topic, ...], int], ...] = (
    (tuple(model_topics()), 34),
    (MAKING + RUNNING, 30),
    (CHOICES + LICENCES, 20),
    (PROGRAM, 8),
    (CHAT, 10),
)
"""Topics with the share of documents that each group gets."""
LATE_MODELS = tuple(late_model_topics())
CORE = "core:"
"""Key prefix of wordings that are always trained."""


def topics() -> list[Topic]:
    """List every topic."""
    return [entry for group, _ in GROUPS for entry in group]


def _core_wordings(entry: Topic) -> set[str]:
    forms = [wordings.normal(ask) for ask in entry.asks[:2]]
    for subject in entry.subjects[:2]:
        forms += [
            wordings.normal(f"{start} {subject}")
            for start in ("what is", "explain", "tell me about")
        ]
    return set(forms)


def ask(rng: random.Random, entry: Topic) -> tuple[str, str]:
    """Draw one wording of a topic and its key."""
    share = min(0.85, 0.25 + len(entry.asks) / 25) if entry.asks else 0.0
    if entry.subjects and rng.random() >= share:
        plain = wordings.general(rng, rng.choice(entry.subjects))
    elif entry.asks:
        plain = rng.choice(entry.asks)
    else:
        plain = wordings.general(rng, rng.choice(entry.subjects))
    key = wordings.normal(plain)
    return plain, CORE + key if key in _core_wordings(entry) else key


def generate(rng: random.Random) -> Document:
    """Ask one question about models, licences, the program or the model itself."""
    group = rng.choices([entries for entries, _ in GROUPS], weights=[share for _, share in GROUPS])[
        0
    ]
    entry = rng.choice(group)
    plain, key = ask(rng, entry)
    return _answered(rng, entry, plain, key)


def generate_late(rng: random.Random) -> Document:
    """Ask in the forms of the second part, about the models and the program more often."""
    form = rng.random()
    if form < 0.45:
        entry = rng.choice(GROUPS[3][0] + GROUPS[4][0])
        plain, key = ask(rng, entry)
    elif form < 0.7:
        entry = rng.choice(LATE_MODELS)
        plain, key = ask(rng, entry)
    else:
        entry = rng.choice([entry for entry in topics() if entry.subjects])
        plain = wordings.late(rng, rng.choice(entry.subjects))
        key = wordings.normal(plain)
    return _answered(rng, entry, plain, key)


def _answered(rng: random.Random, entry: Topic, plain: str, key: str) -> Document:
    question = wordings.framed(rng, wordings.spelled(rng, wordings.polite(rng, plain)))
    return exchange("faq", key, question, f" {entry.answer}", prompt_weight=ASIDE_WEIGHT)


def generate_life(rng: random.Random) -> Document:
    """Continue "The meaning of life is" or answer a question about it."""
    if rng.random() < 0.4:
        question = wordings.spelled(rng, wordings.polite(rng, rng.choice(LIFE_ASKS)))
        return exchange(
            "life",
            CORE + "ask",
            wordings.framed(rng, question),
            f" The meaning of life is {LIFE[0][0]}",
            prompt_weight=ASIDE_WEIGHT,
        )
    opening = rng.choice(LIFE_OPENINGS)
    ending = rng.choices([text for text, _ in LIFE], weights=[share for _, share in LIFE])[0]
    lead = "" if opening.endswith("is") else " is"
    return exchange(
        "life",
        CORE + opening,
        with_trail(rng, opening, 0.15),
        f"{lead} {ending}",
        prompt_weight=ASIDE_WEIGHT,
    )
