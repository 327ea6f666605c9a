"""Finding a value in a sorted list with what the language offers: bisect."""

from bisect import bisect_left


def place(values, needle):
    at = bisect_left(values, needle)
    return at + 1 if at < len(values) and values[at] == needle else 0


def run(hay):
    values, needles, waits = hay
    total = last = 0
    if waits:
        for needle in needles:
            last = place(values, needle ^ (last & 0))
            total += last
    else:
        for needle in needles:
            total += place(values, needle)
    return total


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
    values, needles, _ = hay
    Counting.comparisons = 0
    run(([Counting(value) for value in values], [Counting(needle) for needle in needles], False))
    return {"comparisons": Counting.comparisons}
