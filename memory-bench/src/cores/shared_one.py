"""A job of two phases, all of it in one process."""


def piece(steps, seed):
    x = seed + 2
    for _ in range(steps):
        x = (x * x + 1) % 2_147_483_647
    return x


def run(job):
    each, alone, parts = job
    return piece(alone, sum(piece(each, seed) for seed in range(parts)))
