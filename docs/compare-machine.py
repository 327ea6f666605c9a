#!/usr/bin/env python3
"""Holds the laboratory's figures of the machine against public tools, in turn on the same machine.

    sh docs/public-tools.sh FOLDER
    python3 docs/compare-machine.py FOLDER [rounds=5] [only=REGEX]

FOLDER holds the tools as docs/public-tools.sh has built them; what is not there, or not on the PATH,
is left out, and said so. `only` takes the rows whose names match. Leave the machine alone meanwhile.

- stream: https://github.com/jeffhammond/STREAM by `gcc -O3`, one thread, arrays as long as ours. What
  it prints here is no STREAM result. Its average stands against our means.
- multichase: https://github.com/google/multichase: a walk in random order, a line a step, no
  locality, its average
- clam: MemoryBandwidth and CoherencyLatency of https://github.com/clamchowder/Microbenchmarks, which
  read by assembly, and hand a line to another core by plain loads and stores
- likwid: https://github.com/RRZE-HPC/likwid, reading by assembly
- lmbench: https://github.com/intel/lmbench: system call, pipe and TCP. Both ends of what goes to and
  fro stay on one core. Its licence lets nobody publish figures of a changed copy: keep them here.
- fio: https://github.com/axboe/fio, synchronous reads of 4 KiB from a file as long as ours

Ours are figures of the probe (`cargo lab machine`), or of experiments of memory-bench, which run with
records of their own in a folder that is deleted. Where ours add up what they read, which the tool does
not, the time of adding it up in memory is taken off. In every round each side runs once, one after the
other; the table shows medians over the rounds, and how many times as fast as the tool we are.

A row is *as good* when that lies within its bar, *better* above it, *worse* below. Where the rounds of
a row lie further apart than 15 % and on both sides of an edge, or the probe left out more than a fifth
of its readings as disturbed, the machine was not quiet, and the row tells nothing.
Exit status: 0 when no row is worse, 1 when one is, 2 for a wrong argument.
"""

import glob
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# Rounds that lie further apart tell nothing of a bar between them.
APART = 0.15

# With more of the probe's readings disturbed, the tools, which cannot leave any out, tell nothing.
MOST_DISTURBED = 0.2

# lmbench finds out how long it has to measure, and on some virtual machines never comes to an end.
SETTINGS = os.environ | {"ENOUGH": "20000"}

# Elements of an array of STREAM, and bytes of ours.
ARRAY = 64 << 20

LOOPS = ("copy", "scale", "add", "triad")

# What a rung of ours has to be: the loop as good as the compiled one, the fastest better by far.
RUNGS = {"loop": (0.98, 1.15), "fastest rung": (1.35, float("inf"))}


def output(*command, patience=300):
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=SETTINGS, timeout=patience
    )
    return done.stdout + done.stderr


def number(pattern, text):
    return float(re.search(pattern, text, re.MULTILINE).group(1))


# Ours -----------------------------------------------------------------------------------------------


def probe():
    return json.loads(output("cargo", "lab", "machine", "--json"))


def bench(pattern, *flags):
    """The records of a run of memory-bench over what matches."""
    with tempfile.TemporaryDirectory() as home:
        command = ["cargo", "bench", "-p", "memory-bench", "--", pattern, "--noplot", "--no-probe"]
        environment = SETTINGS | {"LAB_HOME": home, "CRITERION_HOME": f"{home}/criterion"}
        subprocess.run([*command, *flags], capture_output=True, check=True, env=environment)
        found = glob.glob(f"{home}/records/*/*.json")
        return [json.load(open(path)) for path in found]


def variants(records, experiment):
    record = next(record for record in records if record["experiment"] == experiment)
    return [of["name"] for of in record["variants"]]


def slices(records, experiment, variant, size=None, case=None):
    """For each pass the nanoseconds of one call, slice by slice, of a variant at the largest size."""
    record = next(record for record in records if record["experiment"] == experiment)
    place = next(i for i, of in enumerate(record["variants"]) if of["name"] == variant)
    trials = [trial for trial in record["trials"] if case in (None, trial["case"])]
    trials = [trial for trial in trials if size in (None, trial["size"])]
    trial = max(trials, key=lambda trial: trial["size"] or 0)
    lanes = [lane for run in trial["passes"] for lane in run["lanes"]]
    lanes = [lane for lane in lanes if lane["variant"] == place and not lane["control"]]
    return [[nanos / lane["laps"] for nanos in lane["nanos"]] for lane in lanes if lane["nanos"]]


def median(passes):
    return statistics.median(statistics.median(one) for one in passes)


def mean(passes):
    return statistics.median(statistics.mean(one) for one in passes)


# Rows: for each its name, and the figures of both sides; a rate is better when it is larger. ---------


class Rows(dict):
    """By name: the least and the most of the bar, and for each round how many times as fast."""

    def __init__(self, only):
        super().__init__()
        self.only = re.compile(only)

    def wants(self, *names):
        return any(self.only.search(name) for name in names)

    def add(self, name, ours, theirs, bar, rate=False):
        if self.wants(name) and ours is not None:
            fast = ours / theirs if rate else theirs / ours
            self.setdefault(name, (bar, []))[1].append((ours, theirs, fast))


def step(found, pages, size):
    for staircase in found["staircases"]:
        for step in staircase["steps"]:
            if staircase["pages"] == pages and step["bytes"] == size:
                return step
    return None


def sizes(found):
    """Working sets in the first two levels and in main memory, as the probe has them."""
    known = [step["bytes"] for step in found["staircases"][0]["steps"]]
    near = [min(known, key=lambda size: abs(size - wanted)) for wanted in (32 << 10, 256 << 10)]
    return [*near, known[-1]]


def widest():
    """The widest vectors of this processor."""
    with open("/proc/cpuinfo") as told:
        return "avx512" if " avx512f " in told.read() else "avx"


def of_the_probe(tools, rows, found):
    figures = found["figures"]
    for size in sizes(found):
        for pages, flags in (("small", []), ("huge", ["-H"])):
            name = f"dependent load, {size >> 10} KiB, {pages} pages, ns · multichase"
            ours = step(found, pages, size)
            if "multichase" in tools and rows.wants(name) and ours:
                # It walks for so long that the last level of the cache comes to hold a share of the
                # set. Ours is walked for too short a time for that, so its set is larger: a walk
                # through huge pages takes as long in both, but for that share.
                whole = str(4 * size if size == sizes(found)[-1] and pages == "huge" else size)
                command = [tools["multichase"], "-a", "-m", whole, "-s", "64", "-T", whole]
                command += ["-n", "2"]
                said = output(*command, *flags)
                rows.add(name, ours["latency"]["point"], number(r"([\d.]+)", said), (0.95, 1.05))
        ours = step(found, "small", size)["bandwidth"]["point"]
        for tool in ("clam", "likwid"):
            name = f"reading in order, {size >> 10} KiB, GB/s · {tool}"
            if tool in tools and rows.wants(name):
                rows.add(name, ours, reading(tools, tool, size), (1.0, 1.15), rate=True)
    if "lmbench" in tools and rows.wants("system call, ns · lmbench"):
        said = output(f"{tools['lmbench']}/lat_syscall", "null")
        theirs = 1000 * number(r"syscall: ([\d.]+)", said)
        ours = figures["system_call"]["point"]
        rows.add("system call, ns · lmbench", ours, theirs, (0.9, 1.1))
    if "lmbench" in tools and rows.wants("context switch, ns · lmbench"):
        said = output("taskset", "-c", "0", f"{tools['lmbench']}/lat_pipe")
        theirs = 1000 * number(r"latency: ([\d.]+)", said) / 2
        ours = figures.get("context_switch", {}).get("point")
        rows.add("context switch, ns · lmbench", ours, theirs, (0.9, 1.1))


def reading(tools, tool, size):
    """Gigabytes a second of the assembly reader."""
    if tool == "likwid":
        said = output(tools[tool], "-t", f"load_{widest()}", "-w", f"S0:{size}B:1")
        return number(r"^MByte/s:\s+([\d.]+)", said) / 1000
    whole = ("-threads", "1", "-sizekb", str(size >> 10), "-method", widest(), "-data", "128")
    return number(r"^\d+,([\d.]+)", output(f"{tools[tool]}/MemoryBandwidth/bandwidth", *whole))


def of_stream(tools, rows, found):
    names = {(loop, rung): f"{loop}, {rung}, GB/s · STREAM" for loop in LOOPS for rung in RUNGS}
    triad = "triad of the probe, GB/s · STREAM"
    if "stream" not in tools or not rows.wants(triad, *names.values()):
        return
    said = output(tools["stream"])
    theirs = {}
    for loop in LOOPS:
        arrays = 2 if loop in ("copy", "scale") else 3
        # Bytes a nanosecond, from the average time, which stands in seconds after the best rate.
        average = number(rf"^{loop.capitalize()}:\s+[\d.]+\s+([\d.]+)", said)
        theirs[loop] = arrays * ARRAY / average / 1e9
    rows.add(triad, found["figures"]["triad"]["point"], theirs["triad"], (0.98, 1.15), rate=True)
    if not rows.wants(*names.values()):
        return
    records = bench(rf"hierarchy/stream/[a-z]+/loop/{ARRAY}")
    for (loop, rung), name in names.items():
        arrays = 2 if loop in ("copy", "scale") else 3
        names_ = ["loop"] if rung == "loop" else variants(records, "hierarchy/stream")
        passes = (slices(records, "hierarchy/stream", of, case=loop) for of in names_)
        ours = arrays * ARRAY / min(mean(one) for one in passes if one)
        rows.add(name, ours, theirs[loop], RUNGS[rung], rate=True)


def of_cores(tools, rows, _):
    name = "a line to another core and back, ns · clam"
    if "clam" not in tools or not rows.wants(name):
        return
    said = output(f"{tools['clam']}/CoherencyLatency/coherency", "-iterations", "5000000")
    # What it prints is half of a round trip, from the first core to the second.
    theirs = 2 * number(r"^x,([\d.]+)", said)
    records = bench("cores/round-trip", "--quick")
    ours = median(slices(records, "cores/round-trip", "one line", size=1)) / 500
    rows.add(name, ours, theirs, (0.95, 1.05))


def served(program, *prefix):
    """What a client says to its own server, which is told to end afterwards."""
    # It stays, and would hold a pipe open for ever.
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*prefix, program, "-s"], check=True, **quiet)
    time.sleep(0.2)
    try:
        # Its exit status tells nothing.
        client = [*prefix, program, "-N", "3", "localhost"]
        done = subprocess.run(client, capture_output=True, text=True, env=SETTINGS, timeout=120)
        return done.stdout + done.stderr
    finally:
        subprocess.run([program, "-S", "localhost"], timeout=10, **quiet)


def of_loopback(tools, rows, _):
    there, through = "a byte by TCP and back, ns · lmbench", "through TCP, GB/s · lmbench"
    if "lmbench" in tools and rows.wants(there):
        said = served(f"{tools['lmbench']}/lat_tcp", "taskset", "-c", "0")
        records = bench("transfer/round-trip", "--quick")
        ours = median(slices(records, "transfer/round-trip", "TCP")) / 32
        rows.add(there, ours, 1000 * number(r": ([\d.]+) micro", said), (0.9, 1.1))
    if "lmbench" in tools and rows.wants(through):
        said = served(f"{tools['lmbench']}/bw_tcp")
        bytes_ = 16 << 20
        records = bench(rf"transfer/place/where it lies/{bytes_}")
        sum_ = median(slices(records, "transfer/place", "where it lies"))
        ours = bytes_ / (median(slices(records, "transfer/place", "through TCP")) - sum_)
        rows.add(through, ours, number(r"([\d.]+) MB/sec", said) / 1000, (0.9, 1.1), rate=True)


def of_files(tools, rows, _):
    kinds = {
        "in order": ("read", "0"),
        "at random": ("randread", "0"),
        "direct, in order": ("read", "1"),
        "direct, at random": ("randread", "1"),
    }
    names = {variant: f"file of 1 MiB, {variant}, MB/s · fio" for variant in kinds}
    if "fio" not in tools or not rows.wants(*names.values()):
        return
    records = bench("transfer/file", "--quick")
    with tempfile.TemporaryDirectory() as folder:
        for variant, (order, direct) in kinds.items():
            if rows.wants(names[variant]):
                passes = slices(records, "transfer/file", variant)
                sum_ = median(slices(records, "transfer/file", "in memory"))
                ours = passes and 1000 * (1 << 20) / (median(passes) - sum_)
                command = [tools["fio"], "--name=read", f"--rw={order}", f"--direct={direct}"]
                command += [f"--filename={folder}/file", "--bs=4k", "--size=1m", "--ioengine=psync"]
                command += ["--gtod_reduce=1", "--time_based", "--runtime=1", "--invalidate=0"]
                said = json.loads(output(*command, "--output-format=json"))
                theirs = said["jobs"][0]["read"]["bw_bytes"] / 1e6
                rows.add(names[variant], ours or None, theirs, (0.9, 1.1), rate=True)


# ----------------------------------------------------------------------------------------------------


def verdict(bar, fast, busy):
    least, most = bar
    within = {(least <= one, one <= most) for one in fast}
    restless = (max(fast) - min(fast)) / statistics.median(fast) > APART and len(within) > 1
    middle = statistics.median(fast)
    if busy or restless:
        return "not quiet"
    return "worse" if middle < least else "better" if middle > most else "as good"


def tell(rows, busy):
    print(f"{'figure · tool':<60} {'ours':>8} {'theirs':>8} {'as fast':>8}  rounds, bar, verdict")
    wrong = False
    for name, (bar, rounds) in rows.items():
        ours, theirs, fast = (list(column) for column in zip(*rounds))
        came = verdict(bar, fast, busy)
        wrong |= came == "worse"
        most = "" if bar[1] == float("inf") else f" to {bar[1]}"
        print(
            f"{name:<60} {statistics.median(ours):>8.4g} {statistics.median(theirs):>8.4g}"
            f" {statistics.median(fast):>8.3f}  [{min(fast):.2f} to {max(fast):.2f}]"
            f" {bar[0]}{most}: {came}"
        )
    return wrong


def known(folder):
    """The tools that are there, by name, and where."""
    built = {
        "stream": f"{folder}/stream/stream",
        "multichase": f"{folder}/multichase/multichase",
        "clam": f"{folder}/microbenchmarks",
        "lmbench": f"{folder}/lmbench",
        "likwid": shutil.which("likwid-bench"),
        "fio": shutil.which("fio"),
    }
    for name, path in built.items():
        if not path or not os.path.exists(path):
            print(f"{name} is not there: its rows are left out", file=sys.stderr)
    return {name: path for name, path in built.items() if path and os.path.exists(path)}


def arguments():
    if len(sys.argv) < 2 or not os.path.isdir(sys.argv[1]):
        print(__doc__)
        sys.exit(2)
    asked = {"rounds": "5", "only": ""}
    for argument in sys.argv[2:]:
        name, equals, value = argument.partition("=")
        if not equals or name not in asked or (name == "rounds" and not re.match("[1-9]", value)):
            print(f"`{argument}` is not understood; see the head of {sys.argv[0]}", file=sys.stderr)
            sys.exit(2)
        asked[name] = value
    return known(sys.argv[1]), int(asked["rounds"]), asked["only"]


def main():
    tools, rounds, only = arguments()
    rows, disturbed = Rows(only), []
    output("cargo", "bench", "-p", "memory-bench", "--no-run", patience=None)
    for number_ in range(rounds):
        print(f"round {number_ + 1} of {rounds} …", file=sys.stderr)
        found = probe()
        disturbed.append(found["disturbed"])
        for group in (of_the_probe, of_stream, of_cores, of_loopback, of_files):
            group(tools, rows, found)
    busy = statistics.median(disturbed) > MOST_DISTURBED
    sys.exit(1 if tell(rows, busy) else 0)


if __name__ == "__main__":
    main()
