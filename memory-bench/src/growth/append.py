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
