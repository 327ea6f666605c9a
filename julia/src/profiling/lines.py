

# What a profiler by lines tells of one line of that program, as microseconds, with the answer.
import sys
from time import perf_counter_ns

LOOP = calculate_z_serial_purepython


def spent_on(line, width):
    """The time between the moment that the line begins and the moment that the next one does."""
    spent, last, began = {}, None, 0

    def trace(frame, event, _):
        nonlocal last, began
        now = perf_counter_ns()
        if frame.f_code is LOOP.__code__:
            spent[last] = spent.get(last, 0) + now - began
            last, began = frame.f_lineno, perf_counter_ns()
            return trace
        return None

    sys.settrace(trace)
    try:
        answer = julia(width)
    finally:
        sys.settrace(None)
    return spent[LOOP.__code__.co_firstlineno + line], answer


# Lines after that of the `def`.
LINES = {"while": 7, "z = z * z + c": 8, "n += 1": 9}

nanoseconds, pixels = spent_on(LINES[sys.argv[1]], int(sys.argv[2]))
print(nanoseconds // 1000, pixels)
