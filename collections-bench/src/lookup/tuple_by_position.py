"""Reading a tuple by position."""


def prepare(walk):
    values, positions = walk
    return tuple(values), positions


def run(walk):
    values, positions = walk
    total = 0
    for position in positions:
        total += values[position]
    return total
