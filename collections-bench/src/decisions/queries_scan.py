"""Looking through a list for each of several values."""


def run(given):
    values, needles = given
    return sum(needle in values for needle in needles)
