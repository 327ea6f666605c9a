"""Pieces of pure computation, each on a thread of its own."""

from concurrent.futures import ThreadPoolExecutor

THREADS = True
STEPS = 80_000


def piece(seed):
    x = seed + 2
    for _ in range(STEPS):
        x = (x * x + 1) % 2_147_483_647
    return x


def prepare(pieces):
    return ThreadPoolExecutor(pieces), pieces


def run(team):
    threads, pieces = team
    return sum(threads.map(piece, range(pieces)))
