"""An array holds the numbers themselves, and makes an object of each that is read."""

from array import array


def prepare(order):
    values, _ = order
    return array("Q", values)


def run(values):
    return sum(values)
