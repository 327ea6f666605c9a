"""Sorting a list in place by a function that compares two values."""

import functools
import itertools


turns = itertools.count()


def fresh(orders):
    """The next order of the same values, so that no processor learns one by heart."""
    return list(orders[next(turns) % len(orders)])


def compare(one, other):
    return (one > other) - (one < other)


def run(values):
    values.sort(key=functools.cmp_to_key(compare))
    return values
