"""What `python -m timeit -s` does without a statement: the job is set up, and `pass` is timed."""


def prepare(width):
    return julia(width)


def run(answer):
    return answer
