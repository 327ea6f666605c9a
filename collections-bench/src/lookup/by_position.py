"""Reading a list by position."""


def run(walk):
    values, positions = walk
    total = 0
    for position in positions:
        total += values[position]
    return total
