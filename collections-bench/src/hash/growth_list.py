"""A list that is filled value by value, and what sys.getsizeof says of it."""
import sys


def fill(keys):
    entries = []
    for key in keys:
        entries.append(key)
    return entries


def run(keys):
    return len(fill(keys))


def count(keys):
    return {"size": sys.getsizeof(fill(keys))}
