"""A walk at random through lines that fit the first level of the cache."""


def prepare(sets):
    loads, _, links = sets
    return walk(loads, *links)


