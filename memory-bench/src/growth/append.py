"""The book's squares, appended one by one."""

import sys

MEMORY = True


def run(n):
    squares = []
    for i in range(n):
        squares.append(i * i)
    return squares


def count(n):
    squares = run(n)
    return {"capacity": (sys.getsizeof(squares) - sys.getsizeof([])) // 8}


def steps(n):
    squares, found, before = [], [], 0
    for i in range(n):
        squares.append(i * i)
        size = sys.getsizeof(squares)
        if size != before:
            found.append((i + 1, (size - sys.getsizeof([])) // 8))
            before = size
    found.append((n, (before - sys.getsizeof([])) // 8))
    return {"capacity": found}
