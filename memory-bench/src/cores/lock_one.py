"""Turns that one thread takes alone, without a lock."""


def some_steps(count, seed):
    x = seed + 2
    for _ in range(count):
        x = (x * x + 1) % 2_147_483_647
    return x


def run(job):
    _, turns, inside, outside = job
    shared = own = 0
    for turn in range(turns):
        shared = some_steps(inside, shared)
        own ^= some_steps(outside, turn)
    return shared ^ own
