"""Many tuples of four values, all made and then all dropped."""


def run(n):
    objects = [(i, i + 1, i + 2, i + 3) for i in range(n)]
    return sum(last for _, _, _, last in objects)
