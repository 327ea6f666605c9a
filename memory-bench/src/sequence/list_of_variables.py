"""A list of ten values that are not constant."""


def run(n):
    a, b, c, d, e, f, g, h, i, j = range(10)
    for _ in range(n):
        values = [a, b, c, d, e, f, g, h, i, j]
    return sum(values) * n
