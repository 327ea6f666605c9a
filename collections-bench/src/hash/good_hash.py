"""The book's GoodHash: a number of its own for each word."""


class GoodHash(str):
    def __hash__(self):
        return ord(self[1]) + 26 * ord(self[0]) - 2619


def prepare(hay):
    words, needles, waits = hay
    return {GoodHash(word) for word in words}, [GoodHash(needle) for needle in needles], waits


def run(hay):
    words, needles, waits = hay
    hits = last = 0
    if waits:
        for at in range(len(needles)):
            last = needles[at ^ (last & 0)] in words
            hits += last
    else:
        for needle in needles:
            hits += needle in words
    return hits
