"""Makes julia/tests/golden.txt again: CPython's own pixels, as checksums.

Run it with `python3 julia/tests/golden.py > julia/tests/golden.txt`; it takes a minute. The loop and
the coordinates are those of julia1_nopil.py of High Performance Python, chapter 2. The checksum is
FNV-1a of 64 bits, a pixel at a time.
"""

x1, x2, y1, y2 = -1.8, 1.8, -1.8, 1.8
c_real, c_imag = -0.62772, -0.42193


def calc_pure_python(desired_width, max_iterations):
    x_step = (x2 - x1) / desired_width
    y_step = (y1 - y2) / desired_width
    x = []
    y = []
    ycoord = y2
    while ycoord > y1:
        y.append(ycoord)
        ycoord += y_step
    xcoord = x1
    while xcoord < x2:
        x.append(xcoord)
        xcoord += x_step
    zs = []
    cs = []
    for ycoord in y:
        for xcoord in x:
            zs.append(complex(xcoord, ycoord))
            cs.append(complex(c_real, c_imag))
    return calculate_z_serial_purepython(max_iterations, zs, cs)


def calculate_z_serial_purepython(maxiter, zs, cs):
    output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while abs(z) < 2 and n < maxiter:
            z = z * z + c
            n += 1
        output[i] = n
    return output


def checksum(pixels):
    state = 0xCBF29CE484222325
    for n in pixels:
        state = (state ^ n) * 0x100000001B3 % 2**64
    return state


for width, iterations in [(250, 300), (1000, 300), (2000, 300), (250, 10000)]:
    pixels = calc_pure_python(width, iterations)
    print(width, iterations, len(pixels), sum(pixels), f"{checksum(pixels):016x}")
