"""Pieces of pure computation, each in a process of its own."""

import os
from multiprocessing import get_context

THREADS = True
STEPS = 80_000


def piece(seed):
    x = seed + 2
    for _ in range(STEPS):
        x = (x * x + 1) % 2_147_483_647
    return x


def serve(end, others, cores):
    """Computes on a core of its own what it is asked for, until nobody is there to ask."""
    if cores:
        os.sched_setaffinity(0, {cores[len(others) % len(cores)]})
    for other in others:
        other.close()
    try:
        while True:
            end.send(piece(end.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass


def prepare(pieces):
    """One process for each piece, at the other end of a pipe; they end when this one does."""
    fork = get_context("fork")
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    ours = []
    for _ in range(pieces):
        here, there = fork.Pipe()
        ours.append(here)
        fork.Process(target=serve, args=(there, list(ours), cores), daemon=True).start()
        there.close()
    return ours


def run(ours):
    for seed, end in enumerate(ours):
        end.send(seed)
    return sum(end.recv() for end in ours)
