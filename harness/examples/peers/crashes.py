"""A peer whose process ends."""
import os


def run(given):
    n = given[0]
    if n == 2:
        os.abort()
    return (n + 1, [1.5, 2.5], "\u00fc")
