"""The book's `julia1_numba.py`: the loop at the end, compiled by numba.

The first call, which compiles, is untimed.
"""

import numpy as np
from numba import njit


def prepare(plane):
    xs, ys, (c_real, c_imag), maxiter = plane
    zs = np.array([complex(x, y) for y in ys for x in xs])
    cs = np.full(len(zs), complex(c_real, c_imag))
    output = np.empty(len(zs), dtype=np.int32)
    calculate_z(maxiter, zs[:1], cs[:1], output[:1])
    return maxiter, zs, cs, output


def run(prepared):
    calculate_z(*prepared)
    return prepared[3].tolist()
