"""The same objects in a list, whose order is another than that in which they lie."""


def prepare(order):
    values, places = order
    return [values[at] for at in places]


def run(values):
    return sum(values)
