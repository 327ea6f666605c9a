"""A walk at random through the lines of the whole set."""


def prepare(sets):
    loads, links, _ = sets
    return walk(loads, *links)


