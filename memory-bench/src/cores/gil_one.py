"""Pieces of pure computation, one after the other."""

THREADS = True
STEPS = 80_000


def piece(seed):
    x = seed + 2
    for _ in range(STEPS):
        x = (x * x + 1) % 2_147_483_647
    return x


def run(pieces):
    return sum(map(piece, range(pieces)))
