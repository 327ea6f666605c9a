"""Hashing large buffers, one after the other."""

from hashlib import sha256

THREADS = True


def digest(buffer):
    found = sha256()
    for _ in range(8):
        found.update(buffer)
    return found.digest()


def run(buffers):
    return list(map(digest, buffers))
