"""Adding up the words of a file, block after block by calls, in an order drawn by lot."""

import os

BLOCK = 4096


def prepare(given):
    path, why_not, order = given
    if path is None:
        raise OSError(why_not)
    return os.open(path, os.O_RDONLY), [block * BLOCK for block in order]


def run(prepared):
    file, places = prepared
    total = 0
    for place in places:
        total += sum(memoryview(os.pread(file, BLOCK, place)).cast("Q"))
    return total % 2**64
