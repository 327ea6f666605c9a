"""The book's squares, put into a list that has all its room already."""

import sys


def run(n):
    squares = [0] * n
    for i in range(n):
        squares[i] = i * i
    return squares


def room(values):
    return (sys.getsizeof(values) - sys.getsizeof([])) // 8


def count(n):
    return {
        "capacity": room(run(n)),
        "capacity of list(range(n))": room(list(range(n))),
        # As long as the list, and compiled like any that stands in a program.
        "capacity of a literal": room(eval("[" + "7, " * n + "]")) if n <= 1000 else n,
    }
