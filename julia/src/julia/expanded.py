"""The book's chapter 7: the arithmetic expanded, without `abs`."""


def calculate_z(maxiter, zs, cs):
    """Calculate output list using Julia update rule"""
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


def prepare(grid):
    return lists(grid)


def run(prepared):
    return calculate_z(*prepared)
