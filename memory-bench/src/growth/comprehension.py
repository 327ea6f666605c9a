"""The book's squares as a list comprehension."""

import sys

MEMORY = True


def run(n):
    return [i * i for i in range(n)]


def count(n):
    squares = run(n)
    return {"capacity": (sys.getsizeof(squares) - sys.getsizeof([])) // 8}
