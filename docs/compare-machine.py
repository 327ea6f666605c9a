#!/usr/bin/env python3
"""Holds the laboratory's figures of the machine against public tools, in turn on the same machine.

    sh docs/public-tools.sh FOLDER
    python3 docs/compare-machine.py FOLDER [rounds=6] [only=REGEX]

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
not, the time of adding it up in memory is taken off. In every round both sides run one after the other,
and the next round begins with the other side; each maps its memory afresh. A round in which something
else had the cores, this machine's or the host's, for more than 2 % of the time is disturbed and made
again, as often as there are rounds; so is one in which the probe left out a fifth of its readings.

The table shows medians over the rounds, and how many times as fast as the tool we are, with the
interval of that median: of 95 % from six rounds on, with fewer the range. A row is *met* when the
interval lies inside the bar, *missed* when it lies outside, else *not settled*. Then as many rounds
again are made of it alone, and once more twice as many; these looks go by the interval of 99 %, so
that the chance of a wrong word is below 7 % in all.
Exit status: 0 when no row is missed, 1 when one is, 2 for a wrong argument.
"""

import ctypes
import glob
import json
import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# Of the time of a round others may have had so much, and a tick or two of the clock that tells it.
MOST_FOREIGN, TICKS = 0.02, 0.03

# With more of the probe's readings disturbed, the tools, which cannot leave any out, tell nothing.
MOST_DISTURBED = 0.2

# How often a row is looked at, at the most.
LOOKS = 3

# As good or better.
ANY = float("inf")

# lmbench finds out how long it has to measure, and on some virtual machines never comes to an end.
SETTINGS = os.environ | {"ENOUGH": "20000"}

# Elements of an array of STREAM, and bytes of ours.
ARRAY = 64 << 20

LOOPS = ("copy", "scale", "add", "triad")

# What a rung of ours has to be: the loop as good as the compiled one, the fastest better by far.
RUNGS = {"loop": (0.98, ANY), "fastest rung": (1.35, ANY)}


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


# Rounds ---------------------------------------------------------------------------------------------


def busy():
    """Seconds that programs had the cores, ours or others, and that the host took from them. What
    the system does may be on our behalf, as when it reads from the disk."""
    with open("/proc/stat") as told:
        user, nice, _, _, _, _, _, steal = map(int, told.readline().split()[1:9])
    return (user + nice + steal) / os.sysconf("SC_CLK_TCK")


def own():
    """Seconds that this program has worked, and what it started, as far as it has ended."""
    used = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(of.ru_utime for of in used)


class Quiet:
    """Tells afterwards whether others had the cores meanwhile."""

    def __enter__(self):
        self.began, self.busy, self.own = time.monotonic(), busy(), own()
        return self

    def __exit__(self, *_):
        took = time.monotonic() - self.began
        # Peers that were left behind have ended by now, and their time is ours.
        reap()
        self.foreign = busy() - self.busy - (own() - self.own)
        self.kept = self.foreign <= TICKS + MOST_FOREIGN * took


class Rows(dict):
    """By name: the bar, and for each round both figures and how many times as fast ours is."""

    def __init__(self, only):
        super().__init__()
        self.only = re.compile(only)
        self.disturbed = 0
        self.came = []

    def wants(self, *names):
        return any(self.only.search(name) for name in names)

    def measure(self, rounds, bars, ours, theirs, rate=False, why=""):
        """Rows, by their names, of which each side answers with the figures of those that it has.
        A rate is better when it is larger. `why` tells why a bar has one side where two are usual."""
        bars = {name: bar for name, bar in bars.items() if self.wants(name)}
        for look in range(LOOKS):
            self.add(rounds * 2 ** max(look - 1, 0), bars, ours, theirs, rate)
            judged = {name: judge(*self[name], look) for name in bars if name in self}
            bars = {name: bars[name] for name in judged if judged[name][0] == "not settled"}
            for name in judged:
                if look == LOOKS - 1 or name not in bars:
                    self.came.append(judged[name][0])
                    tell(name, *self[name], *judged[name], why)

    def add(self, rounds, bars, ours, theirs, rate):
        """So many rounds of these rows."""
        done = tries = 0
        while bars and done < rounds and tries < 2 * rounds:
            tries += 1
            sides = [ours, theirs] if tries % 2 else [theirs, ours]
            with Quiet() as quiet:
                found = {side: side(list(bars)) for side in sides}
            if not quiet.kept or found[ours].get("disturbed", 0) > MOST_DISTURBED:
                self.disturbed += 1
                continue
            done += 1
            for name, bar in bars.items():
                mine, other = (found[side].get(name) for side in (ours, theirs))
                if mine and other:
                    fast = mine / other if rate else other / mine
                    self.setdefault(name, (bar, []))[1].append((mine, other, fast))


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


def probed(names):
    """The figures of one probe under the names of rows."""
    found = probe()
    figures, told = found["figures"], {"disturbed": found["disturbed"]}
    for size in sizes(found):
        for pages in ("small", "huge"):
            if step(found, pages, size):
                name = f"dependent load, {size >> 10} KiB, {pages} pages, ns · multichase"
                told[name] = step(found, pages, size)["latency"]["point"]
        for tool in ("clam", "likwid"):
            name = f"reading in order, {size >> 10} KiB, GB/s · {tool}"
            told[name] = step(found, "small", size)["bandwidth"]["point"]
    for name, key in (("system call", "system_call"), ("context switch", "context_switch")):
        told[f"{name}, ns · lmbench"] = figures.get(key, {}).get("point")
    told["triad of the probe, GB/s · STREAM"] = figures["triad"]["point"]
    return {name: of for name, of in told.items() if name in names or name == "disturbed"}


def of_the_probe(tools, rows, rounds):
    levels = sizes(probe())

    def chase(size, pages):
        whole = str(size)
        command = [tools["multichase"], "-a", "-m", whole, "-s", "64", "-T", whole, "-n", "2"]
        return number(r"([\d.]+)", output(*command, *(["-H"] if pages == "huge" else [])))

    def lmbench(program, *prefix):
        said = output(*prefix, f"{tools['lmbench']}/{program[0]}", *program[1:])
        return 1000 * number(r": ([\d.]+) micro", said)

    known = {
        "system call, ns · lmbench": lambda: lmbench(["lat_syscall", "null"]),
        "context switch, ns · lmbench": lambda: lmbench(["lat_pipe"], "taskset", "-c", "0") / 2,
        "triad of the probe, GB/s · STREAM": lambda: streamed(tools)["triad"],
    }
    lower, rates = {}, {}
    for size in levels:
        for pages in ("small", "huge"):
            name = f"dependent load, {size >> 10} KiB, {pages} pages, ns · multichase"
            known[name] = lambda of=(size, pages): chase(*of)
            lower[name] = (0.95, 1.05)
        for tool in ("clam", "likwid"):
            name = f"reading in order, {size >> 10} KiB, GB/s · {tool}"
            known[name] = lambda of=(tool, size): reading(tools, *of)
            rates[name] = (1.0, ANY)
    lower |= {f"{name}, ns · lmbench": (0.9, 1.1) for name in ("system call", "context switch")}
    rates["triad of the probe, GB/s · STREAM"] = (0.98, ANY)

    def theirs(names):
        # The second time makes up for what drifts while ours runs, and maps its memory once more.
        twice = {name: [known[name]() for _ in range(2)] for name in names}
        return {name: statistics.mean(both) for name, both in twice.items()}

    for bars, rate in ((lower, False), (rates, True)):
        there = {name: bar for name, bar in bars.items() if name.split("· ")[1].lower() in tools}
        rows.measure(rounds, there, probed, theirs, rate)


def reading(tools, tool, size):
    """Gigabytes a second of the assembly reader."""
    if tool == "likwid":
        said = output(tools[tool], "-t", f"load_{widest()}", "-w", f"S0:{size}B:1")
        return number(r"^MByte/s:\s+([\d.]+)", said) / 1000
    whole = ("-threads", "1", "-sizekb", str(size >> 10), "-method", widest(), "-data", "128")
    return number(r"^\d+,([\d.]+)", output(f"{tools[tool]}/MemoryBandwidth/bandwidth", *whole))


def arrays(loop):
    return 2 if loop in ("copy", "scale") else 3


def streamed(tools):
    """Bytes a nanosecond of each loop, from the average time, which stands after the best rate."""
    said = output(tools["stream"])
    average = {loop: number(rf"^{loop.capitalize()}:\s+[\d.]+\s+([\d.]+)", said) for loop in LOOPS}
    return {loop: arrays(loop) * ARRAY / took / 1e9 for loop, took in average.items()}


def of_stream(tools, rows, rounds):
    names = {f"{loop}, {rung}, GB/s · STREAM": (loop, rung) for loop in LOOPS for rung in RUNGS}

    def ours(wanted):
        records, told = bench(rf"hierarchy/stream/[a-z]+/loop/{ARRAY}"), {}
        for loop, rung in (names[name] for name in wanted):
            of = ["loop"] if rung == "loop" else variants(records, "hierarchy/stream")
            passes = (slices(records, "hierarchy/stream", one, case=loop) for one in of)
            best = min(mean(one) for one in passes if one)
            told[f"{loop}, {rung}, GB/s · STREAM"] = arrays(loop) * ARRAY / best
        return told

    def theirs(wanted):
        told = streamed(tools)
        return {name: told[names[name][0]] for name in wanted}

    if "stream" in tools:
        bars = {name: RUNGS[rung] for name, (_, rung) in names.items()}
        rows.measure(rounds, bars, ours, theirs, rate=True)


def of_cores(tools, rows, rounds):
    name = "a line to another core and back, ns · clam"

    def ours(_):
        records = bench("cores/round-trip/one line/1", "--quick")
        # An average as well, over all that was measured.
        passes = slices(records, "cores/round-trip", "one line", size=1)
        return {name: statistics.mean(trip for one in passes for trip in one) / 500}

    def theirs(_):
        # What it prints is half of a round trip, from the first core to the second.
        said = output(f"{tools['clam']}/CoherencyLatency/coherency", "-iterations", "1000000")
        return {name: 2 * number(r"^x,([\d.]+)", said)}

    if "clam" in tools:
        # The host moves the two cores nearer to each other or farther apart, by a factor of four
        # and from one second to the next: many short rounds, of which most know one way alone.
        why = "every trip is counted, and faster is no mistake"
        rows.measure(8 * rounds, {name: (0.95, ANY)}, ours, theirs, why=why)


def served(program, server, client, *arguments):
    """What a client says to its own server on another core or the same, which ends afterwards."""
    # It stays, and would hold a pipe open for ever.
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["taskset", "-c", server, program, "-s"], check=True, **quiet)
    time.sleep(0.2)
    try:
        # Its exit status tells nothing.
        client = ["taskset", "-c", client, program, *arguments, "-N", "3", "localhost"]
        done = subprocess.run(client, capture_output=True, text=True, env=SETTINGS, timeout=120)
        return done.stdout + done.stderr
    finally:
        subprocess.run([program, "-S", "localhost"], timeout=10, **quiet)
        reap()


def reap():
    """Waits for servers that their starters have left to us, so that their time counts as ours."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.01)
        except ChildProcessError:
            return


def of_loopback(tools, rows, rounds):
    there, through = "a byte by TCP and back, ns · lmbench", "through TCP, GB/s · lmbench"
    # In one piece as long as there is: each is asked for, which the tool does once.
    lmbench, bytes_, part = tools.get("lmbench"), 16 << 20, 64 << 10
    other = str(min(1, os.cpu_count() - 1))

    def trip(_):
        records = bench("transfer/round-trip", "--quick")
        return {there: median(slices(records, "transfer/round-trip", "TCP")) / 32}

    def their_trip(_):
        return {there: 1000 * number(r": ([\d.]+) micro", served(f"{lmbench}/lat_tcp", "0", "0"))}

    def carried(_):
        records = bench(rf"transfer/place/where it lies/({part}|{bytes_})$")
        # What came is added up part by part, out of a near cache.
        adding = bytes_ / part * median(slices(records, "transfer/place", "where it lies", size=part))
        took = median(slices(records, "transfer/place", "through TCP", size=bytes_))
        return {through: bytes_ / (took - adding)}

    def their_carried(_):
        said = served(f"{lmbench}/bw_tcp", other, "0", "-M", "256m")
        return {through: number(r"([\d.]+) MB/sec", said) / 1000}

    if lmbench:
        rows.measure(rounds, {there: (0.9, 1.1)}, trip, their_trip)
        why = "every byte is added up, and faster is no mistake"
        rows.measure(rounds, {through: (0.9, ANY)}, carried, their_carried, rate=True, why=why)


def of_files(tools, rows, rounds):
    kinds = {
        "in order": ("read", "0"),
        "at random": ("randread", "0"),
        "direct, in order": ("read", "1"),
        "direct, at random": ("randread", "1"),
    }
    names = {f"file of 1 MiB, {variant}, MB/s · fio": variant for variant in kinds}

    def ours(wanted):
        records = bench("transfer/file", "--quick")
        adding, told = median(slices(records, "transfer/file", "in memory")), {}
        for name in wanted:
            passes = slices(records, "transfer/file", names[name])
            told[name] = passes and 1000 * (1 << 20) / (median(passes) - adding)
        return told

    def theirs(wanted):
        told = {}
        with tempfile.TemporaryDirectory() as folder:
            for name in wanted:
                order, direct = kinds[names[name]]
                command = [tools["fio"], "--name=read", f"--rw={order}", f"--direct={direct}"]
                command += [f"--filename={folder}/file", "--bs=4k", "--size=1m", "--ioengine=psync"]
                command += ["--gtod_reduce=1", "--time_based", "--runtime=1", "--invalidate=0"]
                said = json.loads(output(*command, "--output-format=json"))
                told[name] = said["jobs"][0]["read"]["bw_bytes"] / 1e6
        return told

    if "fio" in tools:
        rows.measure(rounds, {name: (0.9, ANY) for name in names}, ours, theirs, rate=True)


# ----------------------------------------------------------------------------------------------------


def interval(values, outside_most):
    """Of the median, by the ranks outside of which it lies so seldom; the range where none do."""
    ordered, count = sorted(values), len(values)
    outside, rank = 0.0, 0
    while rank < count // 2 and outside + 2 * math.comb(count, rank) / 2**count <= outside_most:
        outside += 2 * math.comb(count, rank) / 2**count
        rank += 1
    rank = max(rank, 1)
    return ordered[rank - 1], ordered[count - rank]


def judge(bar, rounds, look):
    """The verdict of a look at a row, and the interval that it goes by."""
    least, most = bar
    low, high = interval([fast for _, _, fast in rounds], 0.05 if look == 0 else 0.01)
    if low >= least and high <= most:
        return "met", (low, high)
    return "missed" if high < least or low > most else "not settled", (low, high)


def tell(name, bar, rounds, came, between, why):
    """A line about a row."""
    ours, theirs, fast = (statistics.median(column) for column in zip(*rounds))
    low, high = between
    most = "" if bar[1] == ANY else f" to {bar[1]}"
    print(
        f"{name:<58} {ours:>8.4g} {theirs:>8.4g}"
        f" {fast:>8.3f}  [{low:.3f} to {high:.3f}]"
        f" {bar[0]}{most}, {len(rounds)}: {came}{why and f'; one-sided, for {why}'}",
        flush=True,
    )


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
    asked = {"rounds": "6", "only": ""}
    for argument in sys.argv[2:]:
        name, equals, value = argument.partition("=")
        if not equals or name not in asked or (name == "rounds" and not re.match("[1-9]", value)):
            print(f"`{argument}` is not understood; see the head of {sys.argv[0]}", file=sys.stderr)
            sys.exit(2)
        asked[name] = value
    return known(sys.argv[1]), int(asked["rounds"]), asked["only"]


def main():
    tools, rounds, only = arguments()
    # What a tool leaves running is ours to wait for.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    rows = Rows(only)
    output("cargo", "bench", "-p", "memory-bench", "--no-run", patience=None)
    print(f"{'figure · tool':<58} {'ours':>8} {'theirs':>8} {'as fast':>8}  interval, bar, rounds")
    for group in (of_the_probe, of_stream, of_cores, of_loopback, of_files):
        group(tools, rows, rounds)
    counts = (f"{rows.came.count(one)} {one}" for one in ("met", "missed", "not settled"))
    print(f"{', '.join(counts)}; {rows.disturbed} rounds were disturbed and left out")
    sys.exit(1 if "missed" in rows.came else 0)


if __name__ == "__main__":
    main()
