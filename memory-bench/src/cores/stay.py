

import os


def cores():
    """The cores that this thread may use, where the system tells."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def stay(place, allowed):
    """Keeps this thread, or process, on a core of its own, where the system can."""
    if allowed:
        os.sched_setaffinity(0, {allowed[place % len(allowed)]})
