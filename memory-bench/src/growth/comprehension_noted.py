"""The book's squares as a list comprehension, after a profiler has noted figures of a first call."""

NOTES = []


def noted(n):
    squares = []
    for i in range(n):
        squares.append(i * i)
        if i % 1000 == 0:
            NOTES.append(float(i))
    return squares


def prepare(n):
    noted(n)
    return n


def run(n):
    return [i * i for i in range(n)]
