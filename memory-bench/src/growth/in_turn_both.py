"""Two lists of the book's squares, appended to in turn."""


def prepare(n):
    return [0, 1] * n, [i for i in range(n) for _ in "ab"]


