"""The book's squares as a list comprehension, in a process that has appended them before."""


def appended(n):
    squares = []
    for i in range(n):
        squares.append(i * i)
    return squares


def prepare(n):
    appended(n)
    return n


def run(n):
    return [i * i for i in range(n)]
