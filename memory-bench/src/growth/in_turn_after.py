"""Two lists of the book's squares, one after the other."""


def prepare(n):
    return [0] * n + [1] * n, 2 * list(range(n))


