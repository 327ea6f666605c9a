"""The book's search_fast."""


def search_fast(haystack, needle):
    for item in haystack:
        if item == needle:
            return True
    return False


def run(search):
    return search_fast(*search)
