

# What follows is common to all channels: bytes are sent when they are asked for, and added up here.

from threading import Thread

THREADS = True
PART = 64 * 1024


def send(read, write, values, allowed):
    stay(1, allowed)
    while read(1):
        write(values)


def prepare(values):
    here, there = channel()
    allowed = cores()
    Thread(target=send, args=(*there, values, allowed), daemon=True).start()
    stay(0, allowed)
    return here, len(values)


def run(prepared):
    (read, write), left = prepared
    write(b"!")
    total = 0
    while left:
        part = read(PART)
        total += sum(part)
        left -= len(part)
    return total
