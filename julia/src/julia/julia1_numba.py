"""The book's expanded loop compiled by numba; the first call, which compiles, is untimed."""

import numpy as np
from numba import njit


@njit
def calculate_z(maxiter, zs, cs, output):
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while n < maxiter and (z.real * z.real + z.imag * z.imag) < 4:
            z = z * z + c
            n += 1
        output[i] = n


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
