

# What follows is common to tuples and lists, of constants and of variables.

import dis
import resource


def run(order):
    elements, times, keep = order
    if keep:
        return sum((keep_ten if elements == 10 else keep_thirty)(times)[-1]) * times
    return (drop_ten if elements == 10 else drop_thirty)(times)


def faults(work, times):
    """Pages that the kernel hands out meanwhile."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    work(times)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def turn(times):
    for _ in range(times):
        pass


def count(order):
    elements, times, kept = order
    drop, keep = (drop_ten, keep_ten) if elements == 10 else (drop_thirty, keep_thirty)
    names = [step.opname for step in dis.get_instructions(drop)]
    found = {
        "builds": sum("BUILD_" in name or "EXTEND" in name for name in names),
        "objects": len(set(map(id, keep(times)))),
        # The first calls may touch pages that have not been touched since the process began.
        "page faults": min(faults(drop, times) for _ in range(5)),
    }
    if elements == 10 and not kept:
        found["page faults, a million"] = faults(drop, 1000 * times)
        found["page faults, empty turns"] = faults(turn, 1000 * times)
        found["page faults, kept"] = faults(keep, 100 * times)
    return found
