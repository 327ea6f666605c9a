"""The book's loop, not profiled."""


def prepare(grid):
    return lists(grid)


def run(prepared):
    return calculate_z_serial_purepython(*prepared)
