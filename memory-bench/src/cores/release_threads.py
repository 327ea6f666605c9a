"""Hashing large buffers, each on a thread of its own: the lock is let go meanwhile."""

import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

THREADS = True


def digest(buffer):
    found = sha256()
    for _ in range(8):
        found.update(buffer)
    return found.digest()


def stay(cores):
    """Keeps this thread on a core of its own, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {cores.pop()})


def prepare(buffers):
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return ThreadPoolExecutor(len(buffers), initializer=stay, initargs=(cores,)), buffers


def run(team):
    threads, buffers = team
    return list(threads.map(digest, buffers))
