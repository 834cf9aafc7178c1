"""Functions that the bundled models were not trained on by these names or wordings.

Each is difficulty, comment, first line, body and tests. Those of difficulty 2 do what a trained
function does; those of difficulty 3 ask for a new turn of it.
"""

from __future__ import annotations

UNSEEN = (
    (
        2,
        "add up two numbers",
        "def plus_both(a, b):",
        "return a + b",
        "assert plus_both(2, 3) == 5",
    ),
    (
        2,
        "give the bigger number",
        "def bigger(a, b):",
        "if a > b:\n    return a\nreturn b",
        "assert bigger(2, 9) == 9\nassert bigger(9, 2) == 9",
    ),
    (
        2,
        "turn a string around",
        "def turn_around(text):",
        "return text[::-1]",
        "assert turn_around('abc') == 'cba'",
    ),
    (
        2,
        "how many words are in the text",
        "def how_many_words(text):",
        "return len(text.split())",
        "assert how_many_words('a b c') == 3",
    ),
    (
        2,
        "add all the numbers",
        "def add_up(items):",
        "total = 0\nfor item in items:\n    total += item\nreturn total",
        "assert add_up([1, 2, 3]) == 6",
    ),
    (
        2,
        "the biggest number of a list",
        "def biggest(items):",
        "best = items[0]\nfor item in items:\n    if item > best:\n        best = item\nreturn best",
        "assert biggest([1, 5, 3]) == 5",
    ),
    (
        2,
        "sort the numbers",
        "def put_in_order(items):",
        "return sorted(items)",
        "assert put_in_order([2, 1]) == [1, 2]",
    ),
    (
        2,
        "remove the repeated items",
        "def without_repeats(items):",
        "result = []\nfor item in items:\n    if item not in result:\n        result.append(item)\nreturn result",
        "assert without_repeats([1, 1, 2]) == [1, 2]",
    ),
    (
        2,
        "make all letters upper case",
        "def make_upper(text):",
        "return text.upper()",
        "assert make_upper('ab') == 'AB'",
    ),
    (
        2,
        "is the number prime",
        "def prime(n):",
        "if n < 2:\n    return False\nfor i in range(2, n):\n    if n % i == 0:\n        return False\nreturn True",
        "assert prime(7)\nassert not prime(9)\nassert not prime(1)",
    ),
    (
        2,
        "is the number even",
        "def even(n):",
        "return n % 2 == 0",
        "assert even(4)\nassert not even(3)",
    ),
    (
        2,
        "the factorial of a number",
        "def fact(n):",
        "result = 1\nfor i in range(2, n + 1):\n    result *= i\nreturn result",
        "assert fact(5) == 120\nassert fact(0) == 1",
    ),
    (
        2,
        "say hello to a person",
        "def welcome(name):",
        'return "Hello, " + name + "!"',
        "assert welcome('Ana') == 'Hello, Ana!'",
    ),
    (
        3,
        "check if a list has no items",
        "def has_nothing(items):",
        "return len(items) == 0",
        "assert has_nothing([])\nassert not has_nothing([1])",
    ),
    (
        3,
        "count the vowels in the words",
        "def vowels_in(text):",
        'return sum(1 for c in text if c in "aeiou")',
        "assert vowels_in('banana') == 3",
    ),
    (
        3,
        "return the second item of a list",
        "def second_item(items):",
        "return items[1]",
        "assert second_item([1, 2, 3]) == 2",
    ),
    (
        3,
        "keep the odd numbers of a list",
        "def odd_numbers(items):",
        "return [item for item in items if item % 2 == 1]",
        "assert odd_numbers([1, 2, 3]) == [1, 3]",
    ),
    (
        3,
        "triple every number in a list",
        "def triple_all(items):",
        "return [item * 3 for item in items]",
        "assert triple_all([1, 2]) == [3, 6]",
    ),
    (
        3,
        "add three numbers",
        "def add_three(a, b, c):",
        "return a + b + c",
        "assert add_three(1, 2, 4) == 7",
    ),
    (
        3,
        "the smallest number of three",
        "def smallest_of_three(a, b, c):",
        "return min(a, b, c)",
        "assert smallest_of_three(3, 1, 2) == 1",
    ),
    (
        3,
        "check if a text has no spaces",
        "def no_spaces(text):",
        'return " " not in text',
        "assert no_spaces('ab')\nassert not no_spaces('a b')",
    ),
    (
        3,
        "the first two letters of a text",
        "def first_two(text):",
        "return text[:2]",
        "assert first_two('abc') == 'ab'",
    ),
    (
        3,
        "list the values of a dictionary",
        "def get_values(data):",
        "return list(data.values())",
        "assert get_values({'a': 1}) == [1]",
    ),
    (
        3,
        "check if a number is zero",
        "def is_zero(n):",
        "return n == 0",
        "assert is_zero(0)\nassert not is_zero(2)",
    ),
)
"""All of them."""
