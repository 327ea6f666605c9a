"""A peer with a wrong answer."""


def run(given):
    n = given[0]
    return (n + 1, [1.5, 2.5], "\u00fc") if n < 2 else ["no", "such"] * 50
