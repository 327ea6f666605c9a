"""Asking a list whether it holds a value: it compares one item after the other."""


def run(asked):
    values, needles, _ = asked
    return sum(needle in values for needle in needles)
