"""Asking a list whether a value is in it."""


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
