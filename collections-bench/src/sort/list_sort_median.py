"""Sorting a list in place, and asking for the value in the middle."""

import itertools


turns = itertools.count()


def fresh(orders):
    """The next order of the same values, so that no processor learns one by heart."""
    return list(orders[next(turns) % len(orders)])


def run(values):
    values.sort()
    return values[len(values) // 2]
