"""The book's test2: the function is a global name."""
from math import sin


def run(terms):
    total = 0.0
    for x in terms:
        total += sin(x)
    return total
