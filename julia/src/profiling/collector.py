"""Containers for a collector to look at, or none."""


def run(job):
    n, contained = job
    if contained:
        pairs = [[i, i + 1] for i in range(n)]
        return sum(pair[0] + pair[1] for pair in pairs)
    total = 0
    for i in range(n):
        total += i + (i + 1)
    return total
