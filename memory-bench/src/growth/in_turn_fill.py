# What follows is common to both orders, so that nothing but the order differs.


def run(order):
    lists = [], []
    for which, i in zip(*order):
        lists[which].append(i * i)
    return lists
