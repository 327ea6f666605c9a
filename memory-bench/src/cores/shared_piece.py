

def piece(steps, seed):
    x = seed + 2
    for _ in range(steps):
        x = (x * x + 1) % 2_147_483_647
    return x
