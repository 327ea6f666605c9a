"""A list holds a reference to an object for each number."""


def prepare(order):
    values, _ = order
    return values


def run(values):
    return sum(values)
