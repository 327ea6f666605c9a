#!/usr/bin/env python3
"""Holds the counting allocator against the system's and against divan's, in turn on one machine.

    python3 docs/compare-allocator.py FOLDER [rounds=6] [starts=60]

In FOLDER, outside this repository, a crate of many programs is built: each does the work of
`harness/src/bin/churn/work.rs`, and a line on its standard input says how often. What a program
costs also depends on where its code happens to lie, by 1 to 3 %. So every kind of program is
linked eight times, each with its functions in another order (`--shuffle-sections`, which rust-lld,
lld and mold know).

- system: the system's allocator, and nothing of ours
- idle: the counting allocator while nobody asks what it counted: so it is while anything is timed
- counting: the counting allocator while somebody does
- divan, in a library: `divan::AllocProfiler` of https://github.com/nvzqz/divan, where ours is, in a
  library, as it is for any program that has its allocator from one
- divan, in the program: the same in the program's own crate, whose loops it is inlined into

Every program is started `starts` times, for its stack and its heap lie elsewhere each time, and works
once in each of `rounds` rounds, in an order drawn anew, all on one core. The table shows, for each
kind, the mean over the eight placements of their medians, as a ratio to the system's, with a 95 %
interval for that mean over the placements (Student's t), and the lowest and the highest placement.

Below it stands a line for each bar: idle costs nothing measurable, counting 5 % at most, and no more
than divan's does in the program. Its ratio is of two means, and its interval takes in the placements of
both. A bar is *met* when the interval lies inside, *missed* when it lies outside, else *not settled*.
On a shared machine with two cores the intervals reached 0.2 to 0.6 % to either side, and that is what
can be told of the means. A single program cannot tell 3 % from where its code lies: so 3 % is the bar
for nothing measurable.

Leave the machine alone meanwhile: half a minute, after two of building. Exit status: 0 when no bar is
missed, 1 when one is, 2 for a wrong argument.
"""

import math
import os
import pathlib
import random
import statistics
import subprocess
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
PLACEMENTS = 8
# Student's t for 7 degrees of freedom, two-sided 95 %.
T = 2.365
PAIRS = 64  # a lap of each kernel asks for about so many blocks
LAPS = 300

MANIFEST = f"""[package]
name = "placed"
version = "0.1.0"
edition = "2024"
[dependencies]
harness = {{ path = "{REPOSITORY}/harness" }}
divan = "=0.1.21"
library = {{ path = "library" }}
[profile.release]
codegen-units = 1
[workspace]
"""

LIBRARY = """[package]
name = "library"
version = "0.1.0"
edition = "2024"
[dependencies]
divan = "=0.1.21"
"""

DIVAN = """#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();
"""

WORK = f'#[path = "{REPOSITORY}/harness/src/bin/churn/work.rs"]\nmod work;\n'

# What each program is besides its work, and with which argument it is started for which kind.
PROGRAMS = {
    "system": "fn main() -> std::io::Result<()> { work::answer(|work| work()) }",
    "ours": """fn main() -> std::io::Result<()> {
    let counts = std::env::args().nth(1).is_some();
    work::answer(|work| if counts { harness::while_counting(work); } else { work() })
}""",
    "library": "fn main() -> std::io::Result<()> { library::link(); work::answer(|work| work()) }",
    "program": DIVAN + "fn main() -> std::io::Result<()> { work::answer(|work| work()) }",
}
KINDS = {
    "system": ["system"],
    "idle": ["ours"],
    "counting": ["ours", "counting"],
    "divan, in a library": ["library"],
    "divan, in the program": ["program"],
}

# What a kind may cost at most, as a ratio to another.
BARS = [
    ("idle", "system", 1.03),
    ("counting", "system", 1.05),
    ("counting", "divan, in the program", 1.0),
]


def build(folder):
    """Writes the crate and builds it; says where its programs are."""
    bins = folder / "src" / "bin"
    bins.mkdir(parents=True, exist_ok=True)
    (folder / "library" / "src").mkdir(parents=True, exist_ok=True)
    (folder / ".cargo").mkdir(exist_ok=True)
    settings = (REPOSITORY / ".cargo" / "config.toml").read_text()
    (folder / ".cargo" / "config.toml").write_text(settings)
    (folder / "Cargo.lock").write_text((REPOSITORY / "Cargo.lock").read_text())
    (folder / "Cargo.toml").write_text(MANIFEST)
    (folder / "library" / "Cargo.toml").write_text(LIBRARY)
    (folder / "library" / "src" / "lib.rs").write_text(DIVAN + "pub fn link() {}\n")
    orders = []
    for name, main in PROGRAMS.items():
        for placement in range(PLACEMENTS):
            (bins / f"{name}{placement}.rs").write_text(WORK + main + "\n")
            argument = f"-Wl,--shuffle-sections=.text*={placement + 1}"
            orders.append(f'println!("cargo::rustc-link-arg-bin={name}{placement}={argument}");')
    (folder / "build.rs").write_text("fn main() {\n" + "\n".join(orders) + "\n}\n")
    target = folder / "target"
    environment = os.environ | {"CARGO_TARGET_DIR": str(target)}
    subprocess.run(["cargo", "build", "--release"], cwd=folder, env=environment, check=True)
    return target / "release"


def measure(programs, kernel, rounds, starts):
    """Nanoseconds a block, by kind and placement: medians over the rounds of all starts."""
    found = {}
    for _ in range(starts):
        started = {
            (kind, placement): subprocess.Popen(
                [programs / f"{command[0]}{placement}", *command[1:]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                bufsize=1,
            )
            for kind, command in KINDS.items()
            for placement in range(PLACEMENTS)
        }
        for _ in range(rounds):
            for key in random.sample(list(started), len(started)):
                started[key].stdin.write(f"{kernel} {LAPS}\n")
                nanoseconds = int(started[key].stdout.readline().split()[0])
                found.setdefault(key, []).append(nanoseconds / LAPS / PAIRS)
        for process in started.values():
            process.stdin.close()
            process.wait()
    return {key: statistics.median(times) for key, times in found.items()}


def show(kernel, medians):
    """The table of one shape of work, and its bars; how each came out."""
    system = statistics.mean(medians["system", place] for place in range(PLACEMENTS))
    print(f"{kernel}: {system:.2f} ns a block with the system's allocator")
    for kind in KINDS:
        ratios = [medians[kind, place] / system for place in range(PLACEMENTS)]
        mean = statistics.mean(ratios)
        margin = T * statistics.stdev(ratios) / PLACEMENTS**0.5
        interval = f"[{mean - margin:.3f} to {mean + margin:.3f}]"
        extremes = f"placements {min(ratios):.3f} to {max(ratios):.3f}"
        print(f"  {kind:22} {mean:.3f} {interval}  {extremes}")
    came = []
    for kind, other, most in BARS:
        mine, its = ([medians[of, place] for place in range(PLACEMENTS)] for of in (kind, other))
        ratio, margin = compared(mine, its)
        came.append(judge(most, ratio - margin, ratio + margin))
        interval = f"[{ratio - margin:.3f} to {ratio + margin:.3f}]"
        name = f"{kind} / {other}"
        print(f"  {name:32} {ratio:.3f} {interval}  at most {most:.2f}: {came[-1]}", flush=True)
    return came


def compared(mine, its):
    """The ratio of two means, and how far its 95 % interval reaches to either side. The degrees of
    freedom are between those of one side and of both, so those of one are taken."""
    errors = (statistics.stdev(of) / statistics.mean(of) / PLACEMENTS**0.5 for of in (mine, its))
    ratio = statistics.mean(mine) / statistics.mean(its)
    return ratio, ratio * T * math.hypot(*errors)


def judge(most, low, high):
    """The verdict of a bar, by its interval."""
    if high <= most:
        return "met"
    return "missed" if low > most else "not settled"


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        print(__doc__)
        sys.exit(2)
    words = dict(rounds=6, starts=60)
    for argument in sys.argv[2:]:
        name, _, value = argument.partition("=")
        if name not in words or not value.isdigit() or int(value) == 0:
            print(f"`{argument}` is no argument: write rounds=NUMBER or starts=NUMBER")
            sys.exit(2)
        words[name] = int(value)
    programs = build(pathlib.Path(sys.argv[1]).resolve())
    # All take their turns on one core, which is then as warm for each.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    came = []
    for kernel in ("pairs", "queue", "hold", "growth"):
        came += show(kernel, measure(programs, kernel, words["rounds"], words["starts"]))
    print(", ".join(f"{came.count(one)} {one}" for one in ("met", "missed", "not settled")))
    sys.exit(1 if "missed" in came else 0)


if __name__ == "__main__":
    main()
