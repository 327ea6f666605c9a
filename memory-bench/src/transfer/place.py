"""Adding up bytes where they lie: each becomes an object on its way."""


def run(values):
    return sum(values)
