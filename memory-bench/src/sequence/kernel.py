

# What follows is common to all loops.

import os
import shutil
import subprocess
import sys
import tempfile

LEAST = 100000


def run(n):
    turn(n)
    return n


def count(n):
    """How often the kernel is asked for memory, from the first line of a program to its last."""
    if n < LEAST:
        return {}
    folder = tempfile.mkdtemp()
    notes = os.path.join(folder, "calls")
    program = TURN + "\nturn(%d)\n" % (10 * n)
    try:
        subprocess.run(
            [shutil.which("strace"), "-f", "-qq", "-e", "trace=brk,mmap,mremap", "-o", notes,
             sys.executable, "-I", "-S", "-c", program],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        with open(notes) as lines:
            return {"kernel calls": sum(1 for line in lines)}
    finally:
        shutil.rmtree(folder)
