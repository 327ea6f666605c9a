"""The first touch of mapped memory, page by page."""


def fresh(size):
    return mapped(size)


