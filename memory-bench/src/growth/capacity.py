"""The capacities that a list goes through: for CPython 2.7 and all that came after."""

import platform
import struct
import sys

last = int(sys.argv[1])
grown = []
empty = before = sys.getsizeof(grown)
print(platform.python_implementation())
for length in range(1, last + 1):
    grown.append(length)
    size = sys.getsizeof(grown)
    if size != before:
        print("%d %d" % (length, (size - empty) // struct.calcsize("P")))
        before = size
