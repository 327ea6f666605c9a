"""Reading the very file that Rust reads, from the system's memory, and adding up its words."""

BLOCK = 4096


def prepare(given):
    path, why_not = given
    if path is None:
        raise OSError(why_not)
    return open(path, "rb", buffering=0), memoryview(bytearray(BLOCK))


def run(prepared):
    file, buffer = prepared
    file.seek(0)
    total = 0
    while file.readinto(buffer) == BLOCK:
        total += sum(buffer.cast("Q"))
    return total % 2**64
