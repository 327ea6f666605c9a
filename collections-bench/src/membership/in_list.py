"""Asking whether values are in a list."""


def run(hay):
    values, needles = hay
    return sum(needle in values for needle in needles)
