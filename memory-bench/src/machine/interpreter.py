"""The plainest loop of all: no call, no look-up of a name that is not local."""


def run(values):
    total = 0
    for value in values:
        total += value * value
    return total
