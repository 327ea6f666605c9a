"""One append to a list that is exactly full."""

import sys


def fresh(n):
    full = [0] * n
    full[-1] = n - 1
    return full


def run(full):
    full.append(7)
    return full[-1] + full[-2]


def count(full):
    run(full)
    return {"capacity": (sys.getsizeof(full) - sys.getsizeof([])) // 8}
