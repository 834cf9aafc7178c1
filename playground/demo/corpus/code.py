"""Tiny Python functions, each with the call that proves it right."""

from __future__ import annotations

import random
from dataclasses import dataclass

from playground.demo.corpus import number_recipes, text_recipes
from playground.demo.corpus.document import PROMPT_WEIGHT, Document, Segment, with_trail


@dataclass(frozen=True, slots=True)
class Recipe:
    """One function in several wordings."""

    names: tuple[str, ...]
    arguments: str
    """A letter per argument: n number, l list, s text, d dictionary, ab two numbers, st texts."""
    body: str
    """Lines after the signature; {n}, {l}, {s}, {d}, {a}, {b} and {t} are argument names."""
    comments: tuple[str, ...]
    arguments_tried: str
    """Python source of the tuple the check calls the function with."""
    expected: str
    """Python source of the value the check wants back."""


CHOICES = {
    "n": ("n", "number", "x", "num", "value", "k"),
    "l": ("items", "numbers", "values", "xs", "data", "nums", "lst"),
    "s": ("text", "s", "word", "string", "line"),
    "d": ("data", "d", "mapping", "table"),
    "ab": ("a,b", "x,y", "first,second", "left,right", "m,n"),
    "st": ("s,t", "a,b", "first,second", "text,other"),
}


def parse(text: str) -> list[Recipe]:
    """Read blocks such as those in `recipes`."""
    found: list[Recipe] = []
    for block in text.strip().split("\n\n"):
        head, comments, *body, check = block.split("\n")
        names, _, arguments = head.rstrip(")").partition(" (")
        tried, _, expected = check.removeprefix(">>> ").partition(" == ")
        found.append(
            Recipe(
                tuple(names.split()),
                arguments,
                "\n".join(body),
                tuple(comments.removeprefix("# ").split(" | ")),
                tried,
                expected,
            )
        )
    return found


RECIPES = tuple(
    parse(
        number_recipes.NUMBERS + text_recipes.TEXTS + text_recipes.LISTS + text_recipes.DICTIONARIES
    )
)


def render(rng: random.Random, recipe: Recipe) -> tuple[str, str, str]:
    """Give a function name, its signature line and its indented body."""
    name = rng.choice(recipe.names)
    taken = rng.choice(CHOICES[recipe.arguments]).split(",")
    body = recipe.body.format(**dict(zip(recipe.arguments, taken, strict=True)))
    indented = "".join(f"\n    {line}" for line in body.split("\n"))
    return name, f"def {name}({', '.join(taken)}):", indented


def _argument(signature: str) -> str:
    return signature[signature.index("(") + 1 : -2].replace(" ", "")


def generate(rng: random.Random) -> Document:
    """Write one function, asked for by signature, by comment and signature, or in words."""
    recipe = rng.choice(RECIPES)
    name, signature, body = render(rng, recipe)
    comment = rng.choice(recipe.comments)
    form = rng.random()
    if form < 0.45:
        key, prompt, answer = f"{comment}|{signature}", f"# {comment}\n{signature}", body
    elif form < 0.8:
        usual = (
            name == recipe.names[0] and CHOICES[recipe.arguments].index(_argument(signature)) == 0
        )
        key, prompt, answer = f"{'core:' if usual else '|'}{signature}", signature, body
    elif form < 0.9:
        opening = rng.choice(("# {c}\n", "# {c}"))
        prompt = opening.format(c=comment)
        key, answer = f"{comment}|", ("" if prompt.endswith("\n") else "\n") + signature + body
    else:
        ask = rng.choice(
            (
                "Write a Python function: {c}.",
                "Write a function for this: {c}.",
                "Python function: {c}",
                "Write Python code: {c}.",
            )
        )
        prompt, key, answer = (
            ask.format(c=comment),
            f"{comment}|{ask}|{name}",
            "\n" + signature + body,
        )
    if answer.startswith("\n    ") and rng.random() < 0.08:
        prompt, answer = prompt + "\n", answer[1:]
    elif answer.startswith("\n"):
        prompt = with_trail(rng, prompt, 0.03).rstrip("\n")
    return Document("code", key, (Segment(prompt, PROMPT_WEIGHT), Segment(answer, 1.0, final=True)))
