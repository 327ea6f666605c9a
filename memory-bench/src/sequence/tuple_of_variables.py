"""Making tuples of values that are not constant: dropped at once, or kept until all are made."""


def drop_ten(times):
    a, b, c, d, e, f, g, h, i, j = range(10)
    for _ in range(times):
        values = (a, b, c, d, e, f, g, h, i, j)
    return sum(values) * times


def keep_ten(times):
    a, b, c, d, e, f, g, h, i, j = range(10)
    kept = []
    for _ in range(times):
        kept.append((a, b, c, d, e, f, g, h, i, j))
    return kept


def drop_thirty(times):
    (
        a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb,
        cc, dd
    ) = range(30)
    for _ in range(times):
        values = (
            a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
            bb, cc, dd
        )
    return sum(values) * times


def keep_thirty(times):
    (
        a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb,
        cc, dd
    ) = range(30)
    kept = []
    for _ in range(times):
        kept.append((
            a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
            bb, cc, dd
        ))
    return kept
