"""The same loop, with the square root taken once."""

import math


def check_prime(number):
    sqrt_number = math.sqrt(number)
    i = 2
    while i <= sqrt_number:
        if (number / i).is_integer():
            return False
        i += 1
    return True


def run(number):
    return check_prime(number)
