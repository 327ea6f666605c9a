"""The book's loop, profiled as `python -m cProfile` does."""

import cProfile


def prepare(grid):
    return lists(grid)


def run(prepared):
    return cProfile.Profile().runcall(calculate_z_serial_purepython, *prepared)


def count(prepared):
    profile = cProfile.Profile()
    profile.runcall(calculate_z_serial_purepython, *prepared)
    calls = {str(entry.code): entry.callcount for entry in profile.getstats()}
    return {"abs calls": calls["<built-in method builtins.abs>"]}
