"""The book's unique names: let a set do it."""


def run(names):
    unique = set()
    for name in names:
        unique.add(name)
    return len(unique)
