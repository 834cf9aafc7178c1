"""Tiny Python functions, each with the call that proves it right."""

from __future__ import annotations

import random
from dataclasses import dataclass

from playground.demo.corpus.document import PROMPT_WEIGHT, Document, Segment, with_trail


@dataclass(frozen=True, slots=True)
class Recipe:
    """One function in several wordings."""

    names: tuple[str, ...]
    arguments: str
    """A letter per argument: n number, l list, s text, d dictionary, ab two numbers, st two texts."""
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


def _recipe(names: str, arguments: str, body: str, comments: str, tried: str, expected: str) -> Recipe:
    return Recipe(tuple(names.split()), arguments, body, tuple(comments.split("|")), tried, expected)


RECIPES = (
    _recipe("add add_numbers sum_two plus", "ab", "return {a} + {b}", "add two numbers|sum of two numbers", "(2, 3)", "5"),
    _recipe("subtract minus difference", "ab", "return {a} - {b}", "subtract two numbers|difference of two numbers", "(7, 3)", "4"),
    _recipe("multiply times product_of_two", "ab", "return {a} * {b}", "multiply two numbers|product of two numbers", "(4, 3)", "12"),
    _recipe("divide", "ab", "if {b} == 0:\n    return None\nreturn {a} / {b}", "divide two numbers|divide and avoid zero", "(8, 2)", "4"),
    _recipe("maximum max_of_two larger", "ab", "if {a} > {b}:\n    return {a}\nreturn {b}", "return the larger number|maximum of two numbers", "(2, 9)", "9"),
    _recipe("minimum min_of_two smaller", "ab", "if {a} < {b}:\n    return {a}\nreturn {b}", "return the smaller number|minimum of two numbers", "(2, 9)", "2"),
    _recipe("gcd greatest_common_divisor", "ab", "while {b}:\n    {a}, {b} = {b}, {a} % {b}\nreturn {a}", "greatest common divisor|compute the gcd", "(12, 18)", "6"),
    _recipe("power to_the_power", "ab", "return {a} ** {b}", "raise a number to a power|power of two numbers", "(2, 5)", "32"),
    _recipe("average mean_of_two", "ab", "return ({a} + {b}) / 2", "average of two numbers|mean of two numbers", "(2, 4)", "3"),
    _recipe("is_even even", "n", "return {n} % 2 == 0", "check if a number is even|is the number even", "(4,)", "True"),
    _recipe("is_odd odd", "n", "return {n} % 2 == 1", "check if a number is odd|is the number odd", "(4,)", "False"),
    _recipe("is_positive positive", "n", "return {n} > 0", "check if a number is positive", "(4,)", "True"),
    _recipe("square squared", "n", "return {n} * {n}", "square a number|return the square", "(5,)", "25"),
    _recipe("cube cubed", "n", "return {n} ** 3", "cube a number|return the cube", "(2,)", "8"),
    _recipe("double twice", "n", "return 2 * {n}", "double a number|return twice the number", "(5,)", "10"),
    _recipe("half halve", "n", "return {n} / 2", "half of a number|divide a number by two", "(6,)", "3"),
    _recipe("absolute absolute_value", "n", "if {n} < 0:\n    return -{n}\nreturn {n}", "absolute value|remove the sign", "(-5,)", "5"),
    _recipe("factorial fact", "n", "result = 1\nfor i in range(2, {n} + 1):\n    result *= i\nreturn result", "factorial of a number|compute the factorial", "(5,)", "120"),
    _recipe("fibonacci fib", "n", "a, b = 0, 1\nfor _ in range({n}):\n    a, b = b, a + b\nreturn a", "fibonacci number|compute a fibonacci number", "(7,)", "13"),
    _recipe("is_prime prime", "n", "if {n} < 2:\n    return False\nfor i in range(2, {n}):\n    if {n} % i == 0:\n        return False\nreturn True", "check if a number is prime|is the number prime", "(7,)", "True"),
    _recipe("sum_to sum_up_to", "n", "return {n} * ({n} + 1) // 2", "sum of the numbers from one to the number", "(4,)", "10"),
    _recipe("countdown count_down", "n", "return list(range({n}, 0, -1))", "count down to one", "(3,)", "[3, 2, 1]"),
    _recipe("digit_sum sum_of_digits sum_digits", "n", "return sum(int(c) for c in str({n}))", "sum of the digits|add the digits", "(123,)", "6"),
    _recipe("divisors get_divisors", "n", "return [i for i in range(1, {n} + 1) if {n} % i == 0]", "list the divisors of a number", "(6,)", "[1, 2, 3, 6]"),
    _recipe("celsius_to_fahrenheit to_fahrenheit", "n", "return {n} * 9 / 5 + 32", "convert celsius to fahrenheit", "(100,)", "212"),
    _recipe("fizzbuzz fizz_buzz", "n", "if {n} % 15 == 0:\n    return \"FizzBuzz\"\nif {n} % 3 == 0:\n    return \"Fizz\"\nif {n} % 5 == 0:\n    return \"Buzz\"\nreturn str({n})", "fizz buzz for one number", "(15,)", "'FizzBuzz'"),
    _recipe("reverse reverse_string reverse_text", "s", "return {s}[::-1]", "reverse a string|reverse the text", "('abc',)", "'cba'"),
    _recipe("is_palindrome palindrome", "s", "return {s} == {s}[::-1]", "check if a string is a palindrome|is the text a palindrome", "('level',)", "True"),
    _recipe("count_vowels vowels", "s", "return sum(1 for c in {s} if c in \"aeiou\")", "count the vowels|number of vowels", "('banana',)", "3"),
    _recipe("count_words word_count", "s", "return len({s}.split())", "count the words in a text|number of words", "('a b c',)", "3"),
    _recipe("to_upper upper shout", "s", "return {s}.upper()", "make the text upper case|convert to upper case", "('ab',)", "'AB'"),
    _recipe("to_lower lower", "s", "return {s}.lower()", "make the text lower case|convert to lower case", "('AB',)", "'ab'"),
    _recipe("first_letter first_char", "s", "return {s}[0]", "first letter of a text", "('abc',)", "'a'"),
    _recipe("last_letter last_char", "s", "return {s}[-1]", "last letter of a text", "('abc',)", "'c'"),
    _recipe("remove_spaces strip_spaces", "s", "return {s}.replace(\" \", \"\")", "remove the spaces|delete all spaces", "('a b',)", "'ab'"),
    _recipe("greet hello say_hello", "s", "return \"Hello, \" + {s} + \"!\"", "greet someone by name|say hello", "('Ana',)", "'Hello, Ana!'"),
    _recipe("is_anagram anagram", "st", "return sorted({s}) == sorted({t})", "check if two words are anagrams", "('abc', 'cab')", "True"),
    _recipe("concatenate join_strings", "st", "return {s} + {t}", "join two strings", "('a', 'b')", "'ab'"),
    _recipe("sum_list total add_all", "l", "total = 0\nfor item in {l}:\n    total += item\nreturn total", "sum of a list|add all numbers in a list", "([1, 2, 3],)", "6"),
    _recipe("product multiply_all", "l", "result = 1\nfor item in {l}:\n    result *= item\nreturn result", "product of a list|multiply all numbers in a list", "([2, 3, 4],)", "24"),
    _recipe("mean average_list", "l", "return sum({l}) / len({l})", "mean of a list|average of a list", "([1, 2, 3],)", "2"),
    _recipe("largest find_max max_list", "l", "best = {l}[0]\nfor item in {l}:\n    if item > best:\n        best = item\nreturn best", "largest number in a list|find the maximum of a list", "([1, 5, 3],)", "5"),
    _recipe("smallest find_min min_list", "l", "best = {l}[0]\nfor item in {l}:\n    if item < best:\n        best = item\nreturn best", "smallest number in a list|find the minimum of a list", "([4, 1, 3],)", "1"),
    _recipe("reverse_list reversed_list", "l", "return {l}[::-1]", "reverse a list", "([1, 2],)", "[2, 1]"),
    _recipe("sort_list sorted_list", "l", "return sorted({l})", "sort a list|return a sorted list", "([2, 1],)", "[1, 2]"),
    _recipe("unique remove_duplicates", "l", "result = []\nfor item in {l}:\n    if item not in result:\n        result.append(item)\nreturn result", "remove duplicates from a list|unique items of a list", "([1, 1, 2],)", "[1, 2]"),
    _recipe("count_items length list_length", "l", "return len({l})", "number of items in a list|length of a list", "([1, 1, 2],)", "3"),
    _recipe("evens even_numbers filter_even", "l", "return [item for item in {l} if item % 2 == 0]", "keep the even numbers|even numbers of a list", "([1, 2, 4],)", "[2, 4]"),
    _recipe("squares square_all", "l", "return [item * item for item in {l}]", "square every number in a list", "([1, 2],)", "[1, 4]"),
    _recipe("first first_item", "l", "return {l}[0]", "first item of a list", "([1, 2],)", "1"),
    _recipe("last last_item", "l", "return {l}[-1]", "last item of a list", "([1, 2],)", "2"),
    _recipe("is_empty empty", "l", "return len({l}) == 0", "check if a list is empty", "([],)", "True"),
    _recipe("count_letters letter_count", "s", "counts = {{}}\nfor c in {s}:\n    counts[c] = counts.get(c, 0) + 1\nreturn counts", "count the letters of a text|how often each letter occurs", "('aab',)", "{'a': 2, 'b': 1}"),
    _recipe("invert swap_keys", "d", "return {{v: k for k, v in {d}.items()}}", "swap keys and values of a dictionary", "({'a': 1},)", "{1: 'a'}"),
    _recipe("get_keys keys", "d", "return list({d}.keys())", "list the keys of a dictionary", "({'a': 1},)", "['a']"),
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
        usual = name == recipe.names[0] and CHOICES[recipe.arguments].index(_argument(signature)) == 0
        key, prompt, answer = f"{'core:' if usual else '|'}{signature}", signature, body
    elif form < 0.9:
        opening = rng.choice(("# {c}\n", "# {c}"))
        prompt = opening.format(c=comment)
        key, answer = f"{comment}|", ("" if prompt.endswith("\n") else "\n") + signature + body
    else:
        ask = rng.choice(("Write a Python function: {c}.", "Write a function for this: {c}.",
                          "Python function: {c}", "Write Python code: {c}."))
        prompt, key, answer = ask.format(c=comment), f"{comment}|{ask}|{name}", "\n" + signature + body
    if answer.startswith("\n    ") and rng.random() < 0.08:
        prompt, answer = prompt + "\n", answer[1:]
    elif answer.startswith("\n"):
        prompt = with_trail(rng, prompt, 0.03).rstrip("\n")
    return Document("code", key, (Segment(prompt, PROMPT_WEIGHT), Segment(answer, 1.0, final=True)))
