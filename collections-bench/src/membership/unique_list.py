"""The book's unique names: look through a list before each append."""


def run(names):
    unique = []
    for name in names:
        if name not in unique:
            unique.append(name)
    return len(unique)
