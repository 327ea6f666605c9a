# What follows is common to walks through sets of every size.

from array import array
from itertools import repeat

# Words of a line: the first tells in which word the next line begins.
LINE = 8


def walk(loads, following, places):
    following, places = array("Q", following), array("Q", places)
    words = array("Q", [0]) * (LINE * len(following))
    words[::LINE] = following
    return words, places, loads, [0]


def fresh(walk):
    """Reads all words, so that the caches have what they keep of them."""
    words = walk[0]
    _ = words == words
    return walk


def run(walk):
    words, places, loads, at = walk
    start = i = at[0]
    for _ in repeat(None, loads):
        i = words[i]
    at[0] = i
    lines = len(places)
    past = places[i // LINE] - places[start // LINE]
    return loads // lines * lines + past % lines
