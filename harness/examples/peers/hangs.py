"""A peer that never answers."""


def run(given):
    n = given[0]
    while n == 2:
        pass
    return (n + 1, [1.5, 2.5], "\u00fc")
