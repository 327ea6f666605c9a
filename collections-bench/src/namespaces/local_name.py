"""The book's test3: the function is a local name."""
import math


def run(terms, sin=math.sin):
    total = 0.0
    for x in terms:
        total += sin(x)
    return total
