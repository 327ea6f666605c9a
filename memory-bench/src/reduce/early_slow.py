"""The book's search_slow."""


def search_slow(haystack, needle):
    return_value = False
    for item in haystack:
        if item == needle:
            return_value = True
    return return_value


def run(search):
    return search_slow(*search)
