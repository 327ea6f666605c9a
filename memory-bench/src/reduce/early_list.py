"""The book's search_unknown2: all answers are made before any looks at them."""


def search_unknown2(haystack, needle):
    return any([item == needle for item in haystack])


def run(search):
    return search_unknown2(*search)
