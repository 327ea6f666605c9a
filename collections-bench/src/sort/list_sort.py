"""Sorting a list in place: timsort, up to CPython 3.10 in its first form."""

import itertools


turns = itertools.count()


def fresh(orders):
    """The next order of the same values, so that no processor learns one by heart."""
    return list(orders[next(turns) % len(orders)])


def run(values):
    values.sort()
    return values


class Counting:
    """A value that counts how often it is compared."""

    comparisons = 0

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        Counting.comparisons += 1
        return self.value < other.value


def count(values):
    Counting.comparisons = 0
    run([Counting(value) for value in values])
    return {"comparisons": Counting.comparisons}
