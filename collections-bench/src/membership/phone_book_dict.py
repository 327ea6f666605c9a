"""Finding entries of a phone book by hash."""


def prepare(book):
    entries, asked = book
    return dict(entries), asked


def run(prepared):
    numbers, asked = prepared
    total = 0
    for wanted in asked:
        total += numbers[wanted]
    return total
