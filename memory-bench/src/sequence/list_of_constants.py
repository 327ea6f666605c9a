"""The book's list of ten constants."""


def run(n):
    for _ in range(n):
        values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    return sum(values) * n
