"""Finding a value in a list as the notes write it down: look at one element after the other."""


def linear_search(needle, array):
    for i, item in enumerate(array):
        if item == needle:
            return i
    return -1


def run(hay):
    values, needles, _ = hay
    places = 0
    for needle in needles:
        places += linear_search(needle, values) + 1
    return places


class Counting:
    """A value that counts how often it is compared."""

    comparisons = 0

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        Counting.comparisons += 1
        return self.value == other.value


def count(hay):
    values, needles, waits = hay
    Counting.comparisons = 0
    run(([Counting(value) for value in values], [Counting(needle) for needle in needles], waits))
    return {"comparisons": Counting.comparisons}
