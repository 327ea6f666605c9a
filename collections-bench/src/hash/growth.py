"""A dict that is filled key by key, and what sys.getsizeof says of it."""
import sys


def fill(keys):
    entries = {}
    for key in keys:
        entries[key] = key
    return entries


def run(keys):
    return len(fill(keys))


def count(keys):
    return {"size": sys.getsizeof(fill(keys))}
