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


def count(order):
    elements, times, _ = order
    drop, keep = (drop_ten, keep_ten) if elements == 10 else (drop_thirty, keep_thirty)
    names = [step.opname for step in dis.get_instructions(drop)]
    drop(times)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    drop(times)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    return {
        "builds": sum("BUILD_" in name or "EXTEND" in name for name in names),
        "objects": len(set(map(id, keep(times)))),
        "page faults": after - before,
    }
