#!/usr/bin/env python3
"""Holds the figures of `cargo lab machine` against public tools, in turn on the same machine.

    python3 docs/compare-machine.py stream=PATH multichase=PATH bandwidth=PATH lat_syscall=PATH \
        lat_pipe=PATH [rounds=5]

Each PATH is a program that you have built as its own documents say, or with docs/public-tools.sh; one
that is not named is left out.

- stream: https://github.com/jeffhammond/STREAM, for one thread, optimised, with arrays of at least
  four times the last level of the cache. What it prints here is no STREAM result.
- multichase: https://github.com/google/multichase
- bandwidth: MemoryBandwidth of https://github.com/clamchowder/Microbenchmarks, which reads by assembly
- lab: this workspace's own `target/release/lab`, instead of `cargo lab`
- lat_syscall, lat_pipe: of lmbench, https://github.com/intel/lmbench. A round trip through two pipes,
  with both processes on one core (`taskset`), is two context switches.

STREAM and multichase report their best sample, and the probe the median of those during which nothing
else used the core: on a quiet machine these are the same.

In every round each program runs once and the probe runs once; the table shows medians over the
rounds. A ratio within 15 % of 1 agrees. Where the rounds of either side differ by more than that
among themselves, or the probe left out more than a fifth of its readings as disturbed, the machine was
not quiet, and the row says so: it tells nothing of the probe.
Exit status: 0 when all rows that tell something agree, 1 when one does not, 2 for a wrong argument.
"""

import json
import os
import re
import statistics
import subprocess
import sys

TOLERANCE = 0.15

# With more of the probe's readings disturbed, the tools, which cannot leave any out, tell nothing.
MOST_DISTURBED = 0.2

PROGRAMS = {"stream", "multichase", "bandwidth", "lat_syscall", "lat_pipe", "lab"}


# lmbench finds out how long it has to measure, and on some virtual machines never comes to an end.
SETTINGS = os.environ | {"ENOUGH": "20000"}


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=SETTINGS)
    return done.stdout + done.stderr


def probe(programs):
    lab = [programs["lab"]] if "lab" in programs else ["cargo", "lab"]
    return json.loads(output(*lab, "machine", "--json"))


def sizes(found):
    """Working sets at the bottom of the first two levels and in main memory, as the probe has them."""
    known = [step["bytes"] for step in found["staircases"][0]["steps"]]
    return [min(known, key=lambda size: abs(size - wanted)) for wanted in (32 << 10, 256 << 10)] + [
        known[-1]
    ]


def step(found, pages, size, figure):
    for staircase in found["staircases"]:
        if staircase["pages"] == pages:
            for step in staircase["steps"]:
                if step["bytes"] == size:
                    return step[figure]["point"]
    return None


def widest():
    """The widest vectors of this processor, as MemoryBandwidth names them."""
    with open("/proc/cpuinfo") as told:
        return "avx512" if " avx512f " in told.read() else "avx"


def ours(found):
    """The probe's figures by the names of the rows."""
    figures = found["figures"]
    rows = {
        "triad, GB/s": figures["triad"]["point"],
        "system call, ns": figures["system_call"]["point"],
    }
    if switch := figures.get("context_switch"):
        rows["context switch, ns"] = switch["point"]
    for size in sizes(found):
        for pages in ("small", "huge"):
            latency = step(found, pages, size, "latency")
            if latency is not None:
                rows[f"dependent load, {size >> 10} KiB, {pages} pages, ns"] = latency
        rows[f"reading in order, {size >> 10} KiB, GB/s"] = step(found, "small", size, "bandwidth")
    return rows


def theirs(programs, found):
    """The same figures by the public tools; a tool that was not named gives none."""
    rows = {}
    if path := programs.get("stream"):
        rate = re.search(r"Triad:\s+([\d.]+)", output(path)).group(1)
        rows["triad, GB/s"] = float(rate) / 1000
    if path := programs.get("multichase"):
        for size in sizes(found):
            for pages, flags in (("small", []), ("huge", ["-H"])):
                whole = str(size)
                said = output(path, "-m", whole, "-s", "64", "-T", whole, "-n", "2", *flags)
                latency = float(re.search(r"[\d.]+", said).group(0))
                rows[f"dependent load, {size >> 10} KiB, {pages} pages, ns"] = latency
    if path := programs.get("bandwidth"):
        for size in sizes(found):
            whole = str(size >> 10)
            vectors = ("-method", widest(), "-data", "128")
            said = output(path, "-threads", "1", "-sizekb", whole, *vectors)
            rate = re.search(r"^\d+,([\d.]+)", said, re.MULTILINE).group(1)
            rows[f"reading in order, {size >> 10} KiB, GB/s"] = float(rate)
    if path := programs.get("lat_syscall"):
        micros = re.search(r"syscall: ([\d.]+)", output(path, "null")).group(1)
        rows["system call, ns"] = float(micros) * 1000
    if path := programs.get("lat_pipe"):
        micros = re.search(r"latency: ([\d.]+)", output("taskset", "-c", "0", path)).group(1)
        rows["context switch, ns"] = float(micros) * 1000 / 2
    return rows


def spread(values):
    return (max(values) - min(values)) / statistics.median(values)


def arguments():
    programs, rounds = {}, 5
    for argument in sys.argv[1:]:
        name, equals, value = argument.partition("=")
        if equals and name in PROGRAMS:
            programs[name] = value
        elif equals and name == "rounds" and value.isdigit() and int(value) > 0:
            rounds = int(value)
        else:
            print(f"`{argument}` is not understood; see the head of {sys.argv[0]}", file=sys.stderr)
            sys.exit(2)
    if not programs.keys() - {"lab"}:
        print(__doc__)
        sys.exit(2)
    return programs, rounds


def main():
    programs, rounds = arguments()
    rows, disturbed = {}, []
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} …", file=sys.stderr)
        found = probe(programs)
        disturbed.append(found["disturbed"])
        for name, value in theirs(programs, found).items():
            if name in (own := ours(found)):
                mine, other = rows.setdefault(name, ([], []))
                mine.append(own[name])
                other.append(value)
    print(f"{'figure':<46} {'probe':>9} {'tool':>9} {'ratio':>7}")
    busy = statistics.median(disturbed) > MOST_DISTURBED
    wrong = False
    for name, (mine, other) in rows.items():
        ratio = statistics.median(mine) / statistics.median(other)
        restless = busy or max(spread(mine), spread(other)) > TOLERANCE
        apart = abs(ratio - 1) > TOLERANCE
        verdict = "not quiet" if restless else "differs" if apart else "agrees"
        wrong |= apart and not restless
        print(
            f"{name:<46} {statistics.median(mine):>9.4g} {statistics.median(other):>9.4g}"
            f" {ratio:>7.3f}  {verdict}"
        )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
