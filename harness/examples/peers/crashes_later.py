"""A peer whose process ends while it is timed."""
import os

CALLS = 0


def run(given):
    global CALLS
    CALLS += 1
    if CALLS > 1_000 and given[0] == 2:
        os._exit(0)
    return (given[0] + 1, [1.5, 2.5], "\u00fc")
