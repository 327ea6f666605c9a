"""Hashing large buffers, each on a thread of its own: the lock is let go meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

THREADS = True


def digest(buffer):
    found = sha256()
    for _ in range(8):
        found.update(buffer)
    return found.digest()


def prepare(buffers):
    return ThreadPoolExecutor(len(buffers)), buffers


def run(team):
    threads, buffers = team
    return list(threads.map(digest, buffers))
