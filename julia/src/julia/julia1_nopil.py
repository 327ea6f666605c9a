"""The book's program: calculate_z_serial_purepython of julia1_nopil.py, its lists made untimed."""


def prepare(plane):
    xs, ys, (c_real, c_imag), maxiter = plane
    zs = []
    cs = []
    for ycoord in ys:
        for xcoord in xs:
            zs.append(complex(xcoord, ycoord))
            cs.append(complex(c_real, c_imag))
    return maxiter, zs, cs


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


def run(prepared):
    return calculate_z_serial_purepython(*prepared)
