

# What follows is common to all channels.

import os
from threading import Thread

THREADS = True
TRIPS = 32


def stay():
    """Keeps this thread on the first core that it may use."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def echo(read, write):
    stay()
    while True:
        byte = read(1)
        if not byte:
            return
        write(byte)


def prepare(_):
    here, there = channel()
    Thread(target=echo, args=there, daemon=True).start()
    stay()
    return here


def run(here):
    read, write = here
    back = 0
    for number in range(TRIPS):
        sent = bytes((number,))
        write(sent)
        back += read(1) == sent
    return back == TRIPS
