"""A peer that raises an exception."""


def run(given):
    n = given[0]
    n // (2 - n)
    return (n + 1, [1.5, 2.5], "\u00fc")
