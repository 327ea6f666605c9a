"""The book's test1: the function is an attribute of a module that is a global name."""
import math


def run(terms):
    total = 0.0
    for x in terms:
        total += math.sin(x)
    return total
