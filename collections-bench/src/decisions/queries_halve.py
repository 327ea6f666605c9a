"""Sorting a list first, then halving it for each of several values."""
from bisect import bisect_left


def run(given):
    values, needles = given
    ordered = sorted(values)
    hits, end = 0, len(ordered)
    for needle in needles:
        at = bisect_left(ordered, needle)
        hits += at < end and ordered[at] == needle
    return hits
