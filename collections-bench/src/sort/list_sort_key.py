"""Sorting a list in place by a key, which a function makes of each value."""

import itertools


turns = itertools.count()


def fresh(orders):
    """The next order of the same values, so that no processor learns one by heart."""
    return list(orders[next(turns) % len(orders)])


def run(values):
    values.sort(key=lambda value: value)
    return values
