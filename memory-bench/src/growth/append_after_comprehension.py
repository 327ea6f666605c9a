"""The book's squares, appended one by one, in a process that has comprehended them before."""


def prepare(n):
    [i * i for i in range(n)]
    return n


def run(n):
    squares = []
    for i in range(n):
        squares.append(i * i)
    return squares
