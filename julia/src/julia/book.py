"""The book's program: `julia1_nopil.py`, given the coordinates."""


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
    return calculate_z_serial_purepython(*prepared)


def count(prepared):
    import builtins

    calls = 0
    known = builtins.abs

    def counting(z):
        nonlocal calls
        calls += 1
        return known(z)

    builtins.abs = counting
    try:
        run(prepared)
    finally:
        builtins.abs = known
    return {"abs calls": calls}
