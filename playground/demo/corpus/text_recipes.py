"""Functions of texts, lists and dictionaries, in the form of `number_recipes`."""

from __future__ import annotations

TEXTS = r"""
reverse reverse_string reverse_text (s)
# reverse a string | reverse the text
return {s}[::-1]
>>> ('abc',) == 'cba'

is_palindrome palindrome (s)
# check if a string is a palindrome | is the text a palindrome
return {s} == {s}[::-1]
>>> ('level',) == True

count_vowels vowels (s)
# count the vowels | number of vowels
return sum(1 for c in {s} if c in "aeiou")
>>> ('banana',) == 3

count_words word_count (s)
# count the words in a text | number of words
return len({s}.split())
>>> ('a b c',) == 3

to_upper upper shout (s)
# make the text upper case | convert to upper case
return {s}.upper()
>>> ('ab',) == 'AB'

to_lower lower (s)
# make the text lower case | convert to lower case
return {s}.lower()
>>> ('AB',) == 'ab'

first_letter first_char (s)
# first letter of a text
return {s}[0]
>>> ('abc',) == 'a'

last_letter last_char (s)
# last letter of a text
return {s}[-1]
>>> ('abc',) == 'c'

remove_spaces strip_spaces (s)
# remove the spaces | delete all spaces
return {s}.replace(" ", "")
>>> ('a b',) == 'ab'

greet hello say_hello (s)
# greet someone by name | say hello
return "Hello, " + {s} + "!"
>>> ('Ana',) == 'Hello, Ana!'

is_anagram anagram (st)
# check if two words are anagrams
return sorted({s}) == sorted({t})
>>> ('abc', 'cab') == True

concatenate join_strings (st)
# join two strings
return {s} + {t}
>>> ('a', 'b') == 'ab'
"""
LISTS = r"""
sum_list total add_all (l)
# sum of a list | add all numbers in a list
total = 0
for item in {l}:
    total += item
return total
>>> ([1, 2, 3],) == 6

product multiply_all (l)
# product of a list | multiply all numbers in a list
result = 1
for item in {l}:
    result *= item
return result
>>> ([2, 3, 4],) == 24

mean average_list (l)
# mean of a list | average of a list
return sum({l}) / len({l})
>>> ([1, 2, 3],) == 2

largest find_max max_list (l)
# largest number in a list | find the maximum of a list
best = {l}[0]
for item in {l}:
    if item > best:
        best = item
return best
>>> ([1, 5, 3],) == 5

smallest find_min min_list (l)
# smallest number in a list | find the minimum of a list
best = {l}[0]
for item in {l}:
    if item < best:
        best = item
return best
>>> ([4, 1, 3],) == 1

reverse_list reversed_list (l)
# reverse a list
return {l}[::-1]
>>> ([1, 2],) == [2, 1]

sort_list sorted_list (l)
# sort a list | return a sorted list
return sorted({l})
>>> ([2, 1],) == [1, 2]

unique remove_duplicates (l)
# remove duplicates from a list | unique items of a list
result = []
for item in {l}:
    if item not in result:
        result.append(item)
return result
>>> ([1, 1, 2],) == [1, 2]

count_items length list_length (l)
# number of items in a list | length of a list
return len({l})
>>> ([1, 1, 2],) == 3

evens even_numbers filter_even (l)
# keep the even numbers | even numbers of a list
return [item for item in {l} if item % 2 == 0]
>>> ([1, 2, 4],) == [2, 4]

squares square_all (l)
# square every number in a list
return [item * item for item in {l}]
>>> ([1, 2],) == [1, 4]

first first_item (l)
# first item of a list
return {l}[0]
>>> ([1, 2],) == 1

last last_item (l)
# last item of a list
return {l}[-1]
>>> ([1, 2],) == 2

is_empty empty (l)
# check if a list is empty
return len({l}) == 0
>>> ([],) == True
"""
DICTIONARIES = r"""
count_letters letter_count (s)
# count the letters of a text | how often each letter occurs
counts = {{}}
for c in {s}:
    counts[c] = counts.get(c, 0) + 1
return counts
>>> ('aab',) == {'a': 2, 'b': 1}

invert swap_keys (d)
# swap keys and values of a dictionary
return {{v: k for k, v in {d}.items()}}
>>> ({'a': 1},) == {1: 'a'}

get_keys keys (d)
# list the keys of a dictionary
return list({d}.keys())
>>> ({'a': 1},) == ['a']
"""
