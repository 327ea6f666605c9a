"""Objects of several classes, each asked for what its class makes of its value."""

MOST = 2**64 - 1


class Double:
    def __init__(self, value):
        self.value = value

    def apply(self):
        return 2 * self.value & MOST


class Halve:
    def __init__(self, value):
        self.value = value

    def apply(self):
        return self.value >> 1


class Square:
    def __init__(self, value):
        self.value = value

    def apply(self):
        return self.value * self.value & MOST


class Mirror:
    def __init__(self, value):
        self.value = value

    def apply(self):
        return self.value ^ MOST


KINDS = [Double, Halve, Square, Mirror]


def prepare(operations):
    return [KINDS[kind](value) for kind, value in operations]


def run(objects):
    total = 0
    for each in objects:
        total += each.apply()
    return total & MOST
