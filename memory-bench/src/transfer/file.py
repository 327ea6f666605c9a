"""Reading a file that the system has in memory, block after block, and adding up its words."""

from tempfile import TemporaryFile

BLOCK = 4096


def prepare(contents):
    file = TemporaryFile(buffering=0)
    file.write(contents)
    return file, memoryview(bytearray(BLOCK))


def run(prepared):
    file, buffer = prepared
    file.seek(0)
    total = 0
    while file.readinto(buffer) == BLOCK:
        total += sum(buffer.cast("Q"))
    return total % 2**64
