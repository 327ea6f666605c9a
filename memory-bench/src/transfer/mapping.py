"""Adding up the words of a file that is mapped, block after block, in an order drawn by lot."""

from mmap import ACCESS_READ, mmap

BLOCK = 4096


def prepare(given):
    path, why_not, order = given
    if path is None:
        raise OSError(why_not)
    with open(path, "rb") as file:
        words = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ)).cast("Q")
    apart = BLOCK // words.itemsize
    return words, [slice(block * apart, (block + 1) * apart) for block in order]


def run(prepared):
    words, blocks = prepared
    return sum(sum(words[block]) for block in blocks) % 2**64
