"""Finding a value in an unsorted list as the notes write it down: look at one after the other."""


def linear_search(needle, array):
    for i, item in enumerate(array):
        if item == needle:
            return i
    return -1


def run(hay):
    values, needles = hay
    return sum(linear_search(needle, values) + 1 for needle in needles)


class Counting:
    """A value that counts how often it is compared."""

    comparisons = 0

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        Counting.comparisons += 1
        return self.value == other.value


def count(hay):
    values, needles = hay
    Counting.comparisons = 0
    run(([Counting(value) for value in values], [Counting(needle) for needle in needles]))
    return {"comparisons": Counting.comparisons}
