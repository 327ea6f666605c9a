"""The book's squares, appended one by one, under something that notes a figure now and then.

A profiler of memory keeps what it has noted beyond the end of the call.
"""

NOTES = []


def run(n):
    squares = []
    for i in range(n):
        squares.append(i * i)
        if i % 1000 == 0:
            NOTES.append(float(i))
    return squares
