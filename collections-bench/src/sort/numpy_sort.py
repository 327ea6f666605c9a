"""Sorting an array of numpy in place: with vectors, where numpy finds them."""

import itertools

import numpy as np


turns = itertools.count()


def prepare(orders):
    return [np.array(order, dtype=np.uint64) for order in orders]


def fresh(orders):
    """The next order of the same values, so that no processor learns one by heart."""
    return orders[next(turns) % len(orders)].copy()


def run(values):
    values.sort()
    return int(values[len(values) // 2])
