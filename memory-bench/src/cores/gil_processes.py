"""Pieces of pure computation, each in a process of its own."""

STEPS = 80_000


def piece(seed):
    x = seed + 2
    for _ in range(STEPS):
        x = (x * x + 1) % 2_147_483_647
    return x


def prepare(pieces):
    return team(range(1, pieces + 1))


def run(ours):
    for seed, end in enumerate(ours):
        end.send((seed,))
    return sum(end.recv() for end in ours)
