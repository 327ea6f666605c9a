"""Hashing large buffers, one after the other."""

from hashlib import sha256

THREADS = True


def digest(buffer):
    return sha256(buffer).digest()


def run(buffers):
    return list(map(digest, buffers))
