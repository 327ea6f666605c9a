"""The book's GoodHash: looking up words of two letters that are numbered."""


class GoodHash(str):
    def __hash__(self):
        return ord(self[1]) + 26 * ord(self[0]) - 2619


def prepare(hay):
    values, needles = hay
    # The needles are others than the words that are in the set, as the book's are.
    return {GoodHash(word) for word in values}, [GoodHash(word) for word in needles]


def run(prepared):
    known, needles = prepared
    return sum(word in known for word in needles)
