# What follows is common to all touches.

import mmap

PAGE = 4096


def mapped(size):
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_NOHUGEPAGE"):
        try:
            memory.madvise(mmap.MADV_NOHUGEPAGE)
        except OSError:
            # A system without huge pages knows no such advice.
            pass
    return memory


def run(memory):
    zero = 0
    for at in range(0, len(memory), PAGE):
        if not memory[at]:
            zero += 1
        memory[at] = 1
    return zero
