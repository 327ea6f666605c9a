"""Pieces of pure computation, each on a thread of its own."""

import os
from concurrent.futures import ThreadPoolExecutor

THREADS = True
STEPS = 80_000


def piece(seed):
    x = seed + 2
    for _ in range(STEPS):
        x = (x * x + 1) % 2_147_483_647
    return x


def stay(cores):
    """Keeps this thread on a core of its own, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {cores.pop()})


def prepare(pieces):
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return ThreadPoolExecutor(pieces, initializer=stay, initargs=(cores,)), pieces


def run(team):
    threads, pieces = team
    return sum(threads.map(piece, range(pieces)))
