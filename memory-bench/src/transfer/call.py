"""Asking the system who the parent is, so many times."""

from os import getppid


def run(count):
    made = 0
    for _ in range(count):
        made += getppid() >= 0
    return made
