"""The book's program with its input lists, which are made each time."""

MEMORY = True


def run(grid):
    return calculate_z_serial_purepython(*lists(grid))


def count(grid):
    x, y, _, _ = grid
    _, zs, cs = lists(grid)
    return {"appends": len(x) + len(y) + len(zs) + len(cs)}
