# The input of that program, given the coordinates.
def lists(grid):
    """Build a list of co-ordinates and the initial condition for each cell"""
    x, y, (re, im), maxiter = grid
    zs = []
    cs = []
    for ycoord in y:
        for xcoord in x:
            zs.append(complex(xcoord, ycoord))
            cs.append(complex(re, im))
    return maxiter, zs, cs
