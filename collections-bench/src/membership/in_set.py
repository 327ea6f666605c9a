"""Asking whether values are in a set."""


def prepare(hay):
    values, needles = hay
    return set(values), needles


def run(prepared):
    values, needles = prepared
    return sum(needle in values for needle in needles)
