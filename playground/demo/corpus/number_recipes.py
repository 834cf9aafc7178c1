"""Functions of numbers, written as text: names, comments, body and a check.

Each block begins with the names of one function and the kind of its arguments. Then come its
comments, its body, and a call with the result it must have.
"""

from __future__ import annotations

NUMBERS = r"""
add add_numbers sum_two plus (ab)
# add two numbers | sum of two numbers
return {a} + {b}
>>> (2, 3) == 5

subtract minus difference (ab)
# subtract two numbers | difference of two numbers
return {a} - {b}
>>> (7, 3) == 4

multiply times product_of_two (ab)
# multiply two numbers | product of two numbers
return {a} * {b}
>>> (4, 3) == 12

divide (ab)
# divide two numbers | divide and avoid zero
if {b} == 0:
    return None
return {a} / {b}
>>> (8, 2) == 4

maximum max_of_two larger (ab)
# return the larger number | maximum of two numbers
if {a} > {b}:
    return {a}
return {b}
>>> (2, 9) == 9

minimum min_of_two smaller (ab)
# return the smaller number | minimum of two numbers
if {a} < {b}:
    return {a}
return {b}
>>> (2, 9) == 2

gcd greatest_common_divisor (ab)
# greatest common divisor | compute the gcd
while {b}:
    {a}, {b} = {b}, {a} % {b}
return {a}
>>> (12, 18) == 6

power to_the_power (ab)
# raise a number to a power | power of two numbers
return {a} ** {b}
>>> (2, 5) == 32

average mean_of_two (ab)
# average of two numbers | mean of two numbers
return ({a} + {b}) / 2
>>> (2, 4) == 3

is_even even (n)
# check if a number is even | is the number even
return {n} % 2 == 0
>>> (4,) == True

is_odd odd (n)
# check if a number is odd | is the number odd
return {n} % 2 == 1
>>> (4,) == False

is_positive positive (n)
# check if a number is positive
return {n} > 0
>>> (4,) == True

square squared (n)
# square a number | return the square
return {n} * {n}
>>> (5,) == 25

cube cubed (n)
# cube a number | return the cube
return {n} ** 3
>>> (2,) == 8

double twice (n)
# double a number | return twice the number
return 2 * {n}
>>> (5,) == 10

half halve (n)
# half of a number | divide a number by two
return {n} / 2
>>> (6,) == 3

absolute absolute_value (n)
# absolute value | remove the sign
if {n} < 0:
    return -{n}
return {n}
>>> (-5,) == 5

factorial fact (n)
# factorial of a number | compute the factorial
result = 1
for i in range(2, {n} + 1):
    result *= i
return result
>>> (5,) == 120

fibonacci fib (n)
# fibonacci number | compute a fibonacci number
a, b = 0, 1
for _ in range({n}):
    a, b = b, a + b
return a
>>> (7,) == 13

is_prime prime (n)
# check if a number is prime | is the number prime
if {n} < 2:
    return False
for i in range(2, {n}):
    if {n} % i == 0:
        return False
return True
>>> (7,) == True

sum_to sum_up_to (n)
# sum of the numbers from one to the number
return {n} * ({n} + 1) // 2
>>> (4,) == 10

countdown count_down (n)
# count down to one
return list(range({n}, 0, -1))
>>> (3,) == [3, 2, 1]

digit_sum sum_of_digits sum_digits (n)
# sum of the digits | add the digits
return sum(int(c) for c in str({n}))
>>> (123,) == 6

divisors get_divisors (n)
# list the divisors of a number
return [i for i in range(1, {n} + 1) if {n} % i == 0]
>>> (6,) == [1, 2, 3, 6]

celsius_to_fahrenheit to_fahrenheit (n)
# convert celsius to fahrenheit
return {n} * 9 / 5 + 32
>>> (100,) == 212

fizzbuzz fizz_buzz (n)
# fizz buzz for one number
if {n} % 15 == 0:
    return "FizzBuzz"
if {n} % 3 == 0:
    return "Fizz"
if {n} % 5 == 0:
    return "Buzz"
return str({n})
>>> (15,) == 'FizzBuzz'
"""
