"""Finding entries of a phone book that is in no order."""


def run(book):
    entries, asked = book
    total = 0
    for wanted in asked:
        for name, number in entries:
            if name == wanted:
                total += number
                break
    return total
