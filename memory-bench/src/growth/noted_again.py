

def prepare(n):
    run(n)
    return n
