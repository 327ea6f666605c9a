"""A peer that needs what is not installed."""
import no_such_module_anywhere


def run(given):
    return no_such_module_anywhere.run(given)
