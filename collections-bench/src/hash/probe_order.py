"""The slots that CPython tries, as the book's dict_probing computes them."""

MASK = 0b111
PRINTED = 10


def index_sequence(key):
    perturb = key
    i = perturb & MASK
    yield i
    while True:
        perturb >>= 5
        i = (i * 5 + perturb + 1) & MASK
        yield i


def run(hashes):
    slots = []
    for key in hashes:
        sequence = index_sequence(key)
        slots.extend(next(sequence) for _ in range(PRINTED))
    return slots
