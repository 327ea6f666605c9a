"""Making lists of values that are not constant: dropped at once, or kept until all are made."""

import dis
import resource


def drop_ten(times):
    a, b, c, d, e, f, g, h, i, j = range(10)
    for _ in range(times):
        values = [a, b, c, d, e, f, g, h, i, j]
    return sum(values) * times


def keep_ten(times):
    a, b, c, d, e, f, g, h, i, j = range(10)
    kept = []
    for _ in range(times):
        kept.append([a, b, c, d, e, f, g, h, i, j])
    return kept


def drop_thirty(times):
    (
        a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb,
        cc, dd
    ) = range(30)
    for _ in range(times):
        values = [
            a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
            bb, cc, dd
        ]
    return sum(values) * times


def keep_thirty(times):
    (
        a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb,
        cc, dd
    ) = range(30)
    kept = []
    for _ in range(times):
        kept.append([
            a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
            bb, cc, dd
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
