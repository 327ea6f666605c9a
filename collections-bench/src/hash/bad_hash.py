"""The book's BadHash: 42, whatever the word."""


class BadHash(str):
    def __hash__(self):
        return 42


def prepare(hay):
    words, needles, waits = hay
    return {BadHash(word) for word in words}, [BadHash(needle) for needle in needles], waits


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
