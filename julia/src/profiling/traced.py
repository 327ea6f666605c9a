"""The book's loop, with a function called at each line, as a profiler by lines does."""

import sys
from time import perf_counter_ns


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
    spent = {}
    line = began = 0

    def trace(frame, event, _):
        nonlocal line, began
        now = perf_counter_ns()
        spent[line] = spent.get(line, 0) + now - began
        line, began = frame.f_lineno, now
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        return calculate_z_serial_purepython(*prepared)
    finally:
        sys.settrace(before)
