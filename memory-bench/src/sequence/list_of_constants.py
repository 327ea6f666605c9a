"""Making lists of constants: dropped at once, or kept until all are made."""


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
