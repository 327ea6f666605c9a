"""The call is made while the clock runs."""


def run(width):
    return julia(width)
