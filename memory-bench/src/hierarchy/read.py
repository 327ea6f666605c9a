"""Adding up an array of numbers that lie side by side: each becomes an object on its way."""

from array import array


def prepare(values):
    return array("d", values)


def run(values):
    return sum(values)
