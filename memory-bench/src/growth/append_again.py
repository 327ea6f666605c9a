"""The book's squares, appended one by one, in a process that has done so before."""


def run(n):
    squares = []
    for i in range(n):
        squares.append(i * i)
    return squares


def prepare(n):
    run(n)
    return n
