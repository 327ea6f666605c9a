"""The book's BadHash: looking up words that all have one hash."""


class BadHash(str):
    def __hash__(self):
        return 42


def prepare(hay):
    values, needles = hay
    # The needles are others than the words that are in the set, as the book's are.
    return {BadHash(word) for word in values}, [BadHash(word) for word in needles]


def run(prepared):
    known, needles = prepared
    return sum(word in known for word in needles)
