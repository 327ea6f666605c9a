"""The square root is taken anew for each number that is tried."""

import math


def check_prime(number):
    i = 2
    while i <= math.sqrt(number):
        if (number / i).is_integer():
            return False
        i += 1
    return True


def run(number):
    return check_prime(number)
