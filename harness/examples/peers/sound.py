"""A peer as it should be, but for what it prints."""
import os

GC = False
MEMORY = True


def prepare(given):
    n, values, half, text = given
    assert values == [n] * 3 and (half, text) == (0.5, "text")
    return n


def fresh(n):
    return [n]


def run(own):
    return (own.pop() + 1, [1.5, 2.5], "\u00fc")


def count(own):
    print("what a peer prints is no frame")
    os.write(1, b"and this is none either\n" * 1_000)
    return {"steps": own[0] + 1, "pages": 3}
