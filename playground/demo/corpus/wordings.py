"""The many ways in which people write the same question."""

from __future__ import annotations

import random
import re

from playground.demo.corpus.document import with_trail
from playground.demo.corpus.lists import phrases

GENERAL = phrases(
    """
    what is {x} | what are {b} | what's {x} | tell me about {x} | explain {x} | describe {x} |
    define {b} | what does {b} mean | what do you know about {x} | can you explain {x} |
    could you explain {x} | give me a short description of {x} | i want to know about {x} |
    i would like to know what {x} is | please explain {x} | tell me what {x} is | what is {b} |
    what is meant by {b} | explain what {x} is | what do people mean by {b} |
    give me a definition of {b} | {b} | {b} meaning | {b} definition | {b} explained |
    do you know what {x} is | explain {x} to me | teach me about {x} |
    how would you describe {x} | say something about {x} | give me some information about {x} |
    what can you tell me about {x} | what exactly is {x} | i do not understand {x} |
    help me understand {x} | how would you explain {x} | what should i know about {x} |
    can you tell me about {x} | who or what is {x} | info about {x}
    """
)
"""Forms for a subject; {x} is the subject as given, {b} the subject without its article."""
LATE = phrases(
    """
    what sort of thing is {x} | what is the idea of {b} | {x}: what is it | what is {b} about |
    i keep hearing about {x} | why is everyone talking about {x} | is {b} important |
    what is {b} good for | what is {b} used for | why do people use {b} |
    give me the basics of {b} | summary of {b} | short explanation of {b} |
    tell me more about {x} | what's the meaning of {b} | what's the deal with {b} |
    what do i need to know about {b} | break down {b} for me | what is {x} in ai |
    how does {x} work | what does {x} do | what is the purpose of {b} | why does {b} matter |
    could you describe {x} | clarify {b} | i have never heard of {x} | i am new to {b} |
    {b} for beginners | {b} in one sentence | remind me what {x} is | what was {x} again |
    is {x} something to know | describe {b} to a child | talk about {x} | let us talk about {b} |
    what would you say about {x} | got anything on {b} | {b}, please | a question about {b} |
    what are the facts about {b}
    """
)
"""More forms, for the second part of the training."""
BEFORE = (
    "please ",
    "hey, ",
    "can you tell me ",
    "could you tell me ",
    "quick question: ",
    "hello, ",
    "so ",
    "ok, ",
    "i have a question: ",
    "please tell me ",
    "do you know ",
    "hi, ",
)
AFTER = (
    " please",
    " in one sentence",
    " briefly",
    " in simple words",
    " for beginners",
    " in short",
    ", please",
    " exactly",
)
FRAMES = (
    ("{q}", 82),
    ("Question: {q}\nAnswer:", 7),
    ("Q: {q}\nA:", 4),
    ("User: {q}\nAssistant:", 4),
    ("### Instruction:\n{q}\n\n### Response:\n", 2),
    ("[INST] {q} [/INST]", 1),
)
QUESTION_STARTS = (
    "what",
    "who",
    "which",
    "how",
    "why",
    "where",
    "is ",
    "are ",
    "can ",
    "do ",
    "does ",
    "may ",
    "should ",
    "will ",
    "could ",
    "under ",
)


def bare(subject: str) -> str:
    """Drop the article of a subject."""
    return re.sub(r"^(a|an|the) ", "", subject)


def general(rng: random.Random, subject: str) -> str:
    """Put a subject into a general question."""
    return rng.choice(GENERAL).format(x=subject, b=bare(subject))


def late(rng: random.Random, subject: str) -> str:
    """Put a subject into a form that only the second part of the training has."""
    return rng.choice(LATE).format(x=subject, b=bare(subject))


def normal(question: str) -> str:
    """Reduce a wording to what makes it different from others."""
    return " ".join(re.findall(r"[a-z0-9.]+", question.lower()))


def polite(rng: random.Random, question: str) -> str:
    """Add a few words before or behind a fifth of the questions."""
    asks = question.lower().startswith(QUESTION_STARTS)
    if rng.random() < 0.11 and asks:
        question = rng.choice(BEFORE) + question
    if rng.random() < 0.08:
        question += rng.choice(AFTER)
    return question


def spelled(rng: random.Random, question: str) -> str:
    """Vary case, the final mark and now and then a letter."""
    asks = question.lower().startswith(QUESTION_STARTS + BEFORE)
    if rng.random() < 0.68:
        question = question[:1].upper() + question[1:]
        question = re.sub(r"\bi\b", "I", question)
    elif rng.random() < 0.05:
        question = question.upper()
    if rng.random() < 0.68:
        question += "?" if asks else rng.choice((".", "?", "", "."))
    if rng.random() < 0.03 and len(question) > 8:
        at = rng.randrange(2, len(question) - 2)
        question = question[:at] + question[at + 1 :]
    return question


def framed(rng: random.Random, question: str) -> str:
    """Put a question into a chat frame, sometimes with white space behind it."""
    frame = rng.choices([text for text, _ in FRAMES], weights=[share for _, share in FRAMES])[0]
    return with_trail(rng, frame.format(q=question), 0.1)
