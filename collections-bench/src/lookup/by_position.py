"""Reading a list by position."""


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
