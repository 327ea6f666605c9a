"""Finding a value in a list with what the language offers: list.index."""


def place(values, needle):
    try:
        return values.index(needle) + 1
    except ValueError:
        return 0


def run(hay):
    values, needles, _ = hay
    places = 0
    for needle in needles:
        places += place(values, needle)
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
