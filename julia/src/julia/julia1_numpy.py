"""The same work on numpy arrays: all points at once, those that have left taken out.

Real and imaginary part are arrays of their own, so that numpy cannot fuse what CPython rounds twice.
"""

import numpy as np


def prepare(plane):
    xs, ys, (c_real, c_imag), maxiter = plane
    x, y = np.meshgrid(np.array(xs), np.array(ys))
    return maxiter, x.ravel(), y.ravel(), c_real, c_imag


def run(prepared):
    maxiter, x, y, c_real, c_imag = prepared
    output = np.full(len(x), maxiter, dtype=np.int64)
    place = np.arange(len(x))
    for n in range(maxiter):
        xx, yy = x * x, y * y
        inside = xx + yy < 4
        if not inside.all():
            output[place[~inside]] = n
            place, x, y = place[inside], x[inside], y[inside]
            xx, yy = xx[inside], yy[inside]
        xy = x * y
        x, y = xx - yy + c_real, xy + xy + c_imag
    return output.tolist()
