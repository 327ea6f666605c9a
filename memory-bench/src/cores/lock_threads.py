"""The same turns shared out to threads, which hold a lock in the first part of each."""

from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import xor
from threading import Lock

THREADS = True
LOCK = Lock()


def prepare(job):
    threads, *rest = job
    places, allowed = iter(range(threads)), cores()
    team = ThreadPoolExecutor(threads, initializer=lambda: stay(next(places), allowed))
    return team, threads, rest


def run(job):
    team, threads, (turns, inside, outside) = job
    shared = 0

    def part(place):
        nonlocal shared
        own = 0
        for turn in range(place, turns, threads):
            with LOCK:
                shared = piece(inside, shared)
            own ^= piece(outside, turn)
        return own

    own = reduce(xor, team.map(part, range(threads)))
    return shared ^ own
