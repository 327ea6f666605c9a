

# What follows is common to all loops.

import subprocess
import sys

LEAST = 100000


def run(n):
    turn(n)
    return n


def count(n):
    """How often the kernel is asked for memory, from the first line of a program to its last."""
    if n < LEAST:
        return {}
    program = TURN + "\nturn(%d)\n" % (10 * n)
    # A line on the standard error for each call; the program itself writes nothing there.
    traced = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=brk,mmap,mremap",
         sys.executable, "-I", "-S", "-c", program],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        universal_newlines=True,
    )
    if traced.returncode:
        raise RuntimeError("strace: " + traced.stderr[-300:])
    return {"kernel calls": len(traced.stderr.splitlines())}
