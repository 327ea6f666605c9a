"""The book's set_unique_names."""


def set_unique_names(phonebook):
    unique_names = set()
    for name in phonebook:
        unique_names.add(name)
    return len(unique_names)


def run(phonebook):
    return set_unique_names(phonebook)
