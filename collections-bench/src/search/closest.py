"""The book's find_closest, bisect_example."""

import bisect


def run(asked):
    haystack, needle = asked
    i = bisect.bisect_left(haystack, needle)
    if i == len(haystack):
        return haystack[i - 1]
    if haystack[i] == needle:
        return haystack[i]
    if i > 0:
        j = i - 1
        if haystack[i] - needle > needle - haystack[j]:
            return haystack[j]
    return haystack[i]
