"""Making lists of constants: dropped at once, or kept until all are made."""

import dis
import resource


def drop_ten(times):
    for _ in range(times):
        values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    return sum(values) * times


def keep_ten(times):
    kept = []
    for _ in range(times):
        kept.append([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    return kept


def drop_thirty(times):
    for _ in range(times):
        values = [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
            23, 24, 25, 26, 27, 28, 29
        ]
    return sum(values) * times


def keep_thirty(times):
    kept = []
    for _ in range(times):
        kept.append([
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
            23, 24, 25, 26, 27, 28, 29
        ])
    return kept


def run(order):
    elements, times, keep = order
    if keep:
        return sum((keep_ten if elements == 10 else keep_thirty)(times)[-1]) * times
    return (drop_ten if elements == 10 else drop_thirty)(times)


def faults(work, times):
    """Pages that the kernel hands out meanwhile."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    work(times)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def count(order):
    elements, times, _ = order
    drop, keep = (drop_ten, keep_ten) if elements == 10 else (drop_thirty, keep_thirty)
    names = [step.opname for step in dis.get_instructions(drop)]
    return {
        "builds": sum("BUILD_" in name or "EXTEND" in name for name in names),
        "objects": len(set(map(id, keep(times)))),
        # The first calls may touch pages that have not been touched since the process began.
        "page faults": min(faults(drop, times) for _ in range(5)),
    }
