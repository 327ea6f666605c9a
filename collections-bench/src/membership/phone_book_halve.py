"""Finding entries of a phone book in order."""
from bisect import bisect_left


def prepare(book):
    entries, asked = book
    entries = sorted(entries)
    return [name for name, _ in entries], [number for _, number in entries], asked


def run(prepared):
    names, numbers, asked = prepared
    total = 0
    for wanted in asked:
        total += numbers[bisect_left(names, wanted)]
    return total
