

# Each of the book's ways to time that program; what the way tells goes out as microseconds, with
# the answer.
import functools
import sys
import time
import timeit


def timed(job):
    """The book's decorator."""
    @functools.wraps(job)
    def measured(*args):
        measured.start = time.time()
        answer = job(*args)
        measured.took = time.time() - measured.start
        return answer
    return measured


def tell(way, width):
    if way == "print statements":
        start = time.time()
        answer = julia(width)
        return time.time() - start, answer
    if way == "decorator":
        decorated = timed(julia)
        answer = decorated(width)
        return decorated.took, answer
    kept = []
    timer = timeit.Timer(lambda: kept.append(julia(width)))
    if way == "timeit":
        return min(timer.repeat(5, 1)), kept[0]
    if way == "%timeit":
        times = timer.repeat(7, 1)
        return sum(times) / len(times), kept[0]
    answer = julia(width)
    if way == "time, user":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_utime, answer
    # The clock that counts runs outside.
    return 0.0, answer


told, pixels = tell(sys.argv[1], int(sys.argv[2]))
print(round(told * 1e6), pixels)
