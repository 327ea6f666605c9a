"""The book's binary search: halve the interval, and stop at a hit."""


def binary_search(needle, haystack):
    imin, imax = 0, len(haystack)
    while True:
        if imin >= imax:
            return -1
        midpoint = (imin + imax) // 2
        if haystack[midpoint] > needle:
            imax = midpoint
        elif haystack[midpoint] < needle:
            imin = midpoint + 1
        else:
            return midpoint


def run(hay):
    values, needles, _ = hay
    places = 0
    for needle in needles:
        places += binary_search(needle, values) + 1
    return places


class Counting:
    """A value that counts how often it is compared."""

    comparisons = 0

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        Counting.comparisons += 1
        return self.value < other.value

    def __gt__(self, other):
        Counting.comparisons += 1
        return self.value > other.value

    def __eq__(self, other):
        Counting.comparisons += 1
        return self.value == other.value


def count(hay):
    values, needles, waits = hay
    Counting.comparisons = 0
    run(([Counting(value) for value in values], [Counting(needle) for needle in needles], waits))
    return {"comparisons": Counting.comparisons}
