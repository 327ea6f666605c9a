"""The book's list_unique_names: each name is looked for before it is appended."""


def list_unique_names(phonebook):
    unique_names = []
    for name in phonebook:
        for unique in unique_names:
            if unique == name:
                break
        else:
            unique_names.append(name)
    return len(unique_names)


def run(phonebook):
    return list_unique_names(phonebook)
