"""The book's points without a hash of their own: each object is equal to itself alone."""


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


def run(points):
    twice, _ = points
    put = 0
    known = set()
    for x, y in twice:
        known.add(Point(x, y))
        put += 1
    return put


def count(points):
    twice, asked = points
    known = {Point(x, y) for x, y in twice}
    return {"elements": len(known), "hits": sum(Point(x, y) in known for x, y in asked)}
