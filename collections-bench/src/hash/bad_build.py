"""Building a dict of words that all have one hash."""


class BadHash:
    """A word that counts how often it is compared."""

    comparisons = 0

    def __init__(self, word):
        self.word = word

    def __hash__(self):
        return 42

    def __eq__(self, other):
        BadHash.comparisons += 1
        return self.word == other.word


def prepare(words):
    return [BadHash(word) for word in words]


def run(words):
    return len({word: place for place, word in enumerate(words)})


def count(words):
    BadHash.comparisons = 0
    run(words)
    return {"comparisons": BadHash.comparisons}
