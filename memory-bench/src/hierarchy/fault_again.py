"""A touch of mapped memory whose pages are there already."""


def fresh(size):
    memory = mapped(size)
    memory.write(bytes(size))
    return memory


