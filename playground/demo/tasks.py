"""Writes the examples of the demo tasks: prompts of the bundled models' world, never trained.

`python -m playground.demo.tasks` writes them anew, the same ones every time.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playground.demo.corpus import code, questions, summaries
from playground.demo.corpus.document import Document
from playground.demo.corpus.unseen_code import UNSEEN

FOLDER = Path(__file__).parents[1] / "data" / "tasks"
SEED = 31
PER_LEVEL = {"qa-demo": 16, "summarisation-demo": 14, "qa-choice-demo": 16}
CHOICES = 4
KNOWN_FUNCTIONS = 18

Row = dict[str, Any]


def question_rows() -> Iterator[Row]:
    """Passages of one or two, three and four sentences, each with one question."""
    rng = random.Random(SEED)
    wanted = dict.fromkeys((1, 2, 3), PER_LEVEL["qa-demo"])
    while any(wanted.values()):
        facts = questions.passage(rng)
        text = questions.spoken(facts)
        level = max(1, len(facts) - 1)
        if not Document("question", text, ()).held_out() or not wanted[level]:
            continue
        question, answer = rng.choice(questions.answerable(facts))
        wanted[level] -= 1
        yield {"difficulty": level, "passage": text, "question": question, "reference": answer}


def choice_rows() -> Iterator[Row]:
    """Such questions with four answers to choose from, of the passage itself where it has them."""
    rng = random.Random(SEED + 3)
    wanted = dict.fromkeys((1, 2, 3), PER_LEVEL["qa-choice-demo"])
    while any(wanted.values()):
        facts = questions.passage(rng)
        text = questions.spoken(facts)
        level = max(1, len(facts) - 1)
        if not Document("question", text, ()).held_out() or not wanted[level]:
            continue
        question, answer = rng.choice(questions.answerable(facts))
        near = [other for asked, other in questions.answerable(facts) if _alike(question, asked)]
        choices = [answer]
        while len(choices) < CHOICES:
            if not near:
                strange = questions.answerable(questions.passage(rng))
                near = [other for asked, other in strange if _alike(question, asked)]
                continue
            other = near.pop(rng.randrange(len(near)))
            if other not in choices:
                choices.append(other)
        rng.shuffle(choices)
        wanted[level] -= 1
        yield {
            "difficulty": level,
            "passage": text,
            "question": question,
            "choices": choices,
            "reference": answer,
        }


def _alike(question: str, other: str) -> bool:
    """Whether two questions ask for the same kind of answer."""
    one, two = question.split(), other.split()
    return one[0] == two[0] and (one[0] in {"Who", "Why"} or one[-1] == two[-1] or one[1] == two[1])


def summary_rows() -> Iterator[Row]:
    """Reports without, with one and with two sentences that do not matter."""
    rng = random.Random(SEED + 1)
    wanted = dict.fromkeys((1, 2, 3), PER_LEVEL["summarisation-demo"])
    while any(wanted.values()):
        lines, summary = rng.choice(summaries.EVENTS)(rng)
        level = rng.randint(1, 3)
        if level > 1:
            lines.insert(rng.choice((0, 1)), rng.choice(summaries.WEATHER))
        if level > 2:
            lines.insert(rng.randint(1, len(lines) - 1), rng.choice(summaries.FILLERS))
        text = " ".join(lines)
        if not Document("summary", text, ()).held_out() or not wanted[level]:
            continue
        wanted[level] -= 1
        yield {"difficulty": level, "text": text, "reference": summary}


def code_rows() -> Iterator[Row]:
    """Known functions in combinations never trained, then names and wordings never seen."""
    rng = random.Random(SEED + 2)
    left, seen = KNOWN_FUNCTIONS, set[tuple[str, ...]]()
    while left:
        recipe = rng.choice(code.RECIPES)
        name, signature, body = code.render(rng, recipe)
        comment = rng.choice(recipe.comments)
        key = f"{comment}|{signature}"
        if recipe.names in seen or not Document("code", key, ()).held_out():
            continue
        seen.add(recipe.names)
        left -= 1
        call = recipe.arguments_tried
        test = f"assert {name}(*{call}) == {recipe.expected}"
        yield _code_row(1, comment, signature, body, test)
    for level, comment, signature, body, tests in UNSEEN:
        indented = "".join(f"\n    {line}" for line in body.split("\n"))
        yield _code_row(level, comment, signature, indented, tests)


def _code_row(level: int, comment: str, signature: str, body: str, tests: str) -> Row:
    return {
        "difficulty": level,
        "comment": comment,
        "signature": signature,
        "reference": body,
        "tests": tests,
    }


def text_of(rows: Iterator[Mapping[str, Any]]) -> str:
    """The lines of a JSONL file, numbered."""
    lines = ({"id": f"{number:02}", **row} for number, row in enumerate(rows, 1))
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def files() -> dict[str, str]:
    """What is in each file, by its name."""
    return {
        "qa-demo.jsonl": text_of(question_rows()),
        "qa-choice-demo.jsonl": text_of(choice_rows()),
        "summarisation-demo.jsonl": text_of(summary_rows()),
        "codegen-demo.jsonl": text_of(code_rows()),
    }


if __name__ == "__main__":
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
