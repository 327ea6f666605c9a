"""Asking a set whether a value is in it."""


def prepare(hay):
    values, needles, waits = hay
    return set(values), needles, waits


def run(hay):
    values, needles, waits = hay
    hits = last = 0
    if waits:
        for needle in needles:
            last = (needle ^ (last & 0)) in values
            hits += last
    else:
        for needle in needles:
            hits += needle in values
    return hits
