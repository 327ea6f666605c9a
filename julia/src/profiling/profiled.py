"""The book's loop, profiled as `python -m cProfile` does."""

import cProfile


def calculate_z_serial_purepython(maxiter, zs, cs):
    """Calculate output list using Julia update rule"""
    output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while abs(z) < 2 and n < maxiter:
            z = z * z + c
            n += 1
        output[i] = n
    return output


def lists(grid):
    """Build a list of co-ordinates and the initial condition for each cell"""
    x, y, (re, im), maxiter = grid
    zs = []
    cs = []
    for ycoord in y:
        for xcoord in x:
            zs.append(complex(xcoord, ycoord))
            cs.append(complex(re, im))
    return maxiter, zs, cs


def prepare(grid):
    return lists(grid)


def run(prepared):
    return cProfile.Profile().runcall(calculate_z_serial_purepython, *prepared)


def count(prepared):
    profile = cProfile.Profile()
    profile.runcall(calculate_z_serial_purepython, *prepared)
    calls = {str(entry.code): entry.callcount for entry in profile.getstats()}
    return {"abs calls": calls["<built-in method builtins.abs>"]}
