"""The book's expanded mathematics, chapter 7: no abs, and no complex product but the language's."""


def prepare(plane):
    xs, ys, (c_real, c_imag), maxiter = plane
    zs = [complex(x, y) for y in ys for x in xs]
    cs = [complex(c_real, c_imag)] * len(zs)
    return maxiter, zs, cs


def run(prepared):
    maxiter, zs, cs = prepared
    output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while n < maxiter and (z.real * z.real + z.imag * z.imag) < 4:
            z = z * z + c
            n += 1
        output[i] = n
    return output
