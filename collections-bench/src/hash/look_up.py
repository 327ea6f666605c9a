"""Looking keys up in a dict."""


def prepare(queries):
    keys, needles, _ = queries
    return {key: place for place, key in enumerate(keys)}, needles


def run(prepared):
    places, needles = prepared
    total = 0
    for needle in needles:
        total += places.get(needle, -1) + 1
    return total
