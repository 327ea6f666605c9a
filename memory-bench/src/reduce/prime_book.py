"""The book's check_prime: the square root ends a range."""

import math


def check_prime(number):
    sqrt_number = math.sqrt(number)
    for i in range(2, int(sqrt_number) + 1):
        if (number / i).is_integer():
            return False
    return True


def run(number):
    return check_prime(number)
