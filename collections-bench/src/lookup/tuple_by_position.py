"""Reading a tuple by position."""


def prepare(walk):
    values, positions, waits = walk
    return tuple(values), positions, waits


def run(walk):
    values, positions, waits = walk
    total = last = 0
    if waits:
        for position in positions:
            last = values[position ^ (last & 0)]
            total += last
    else:
        for position in positions:
            total += values[position]
    return total
