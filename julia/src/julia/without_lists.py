"""The same pixels, each point made when it is needed."""

MEMORY = True


def run(grid):
    x, y, (re, im), maxiter = grid
    c = complex(re, im)
    output = []
    for ycoord in y:
        for xcoord in x:
            n = 0
            z = complex(xcoord, ycoord)
            while abs(z) < 2 and n < maxiter:
                z = z * z + c
                n += 1
            output.append(n)
    return output
