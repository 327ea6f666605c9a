"""Searching a sorted array of numpy for many needles with one call."""

import numpy as np


def prepare(asked):
    keys, needles, _ = asked
    return np.array(keys, dtype=np.uint32), np.array(needles, dtype=np.uint32)


def run(prepared):
    keys, needles = prepared
    return int(np.searchsorted(keys, needles).sum())
