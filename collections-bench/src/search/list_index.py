"""Finding a value in an unsorted list with what the language offers: list.index."""


def run(hay):
    values, needles = hay
    places = 0
    for needle in needles:
        try:
            places += values.index(needle) + 1
        except ValueError:
            pass
    return places
