"""The book's program: `julia1_nopil.py`, given the coordinates."""


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
