"""Building a set of a list first, then asking it for each of several values."""


def run(given):
    values, needles = given
    known = set(values)
    return sum(needle in known for needle in needles)
