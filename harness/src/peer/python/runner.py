"""Runs a peer: a Python file that does the work of a Rust variant.

It is told what to do on standard input and answers on standard output, in the frames that
harness/src/peer/frame.rs describes. It waits for a trial, forks, and lets the child take over until
the trial ends: so every trial has a process of its own, and only the first pays for the start.
"""
import array
import gc
import io
import itertools
import os
import signal
import struct
import sys
import time

MAGIC = b"\x89LAB"
HEAD = struct.Struct("<4scQ")
COUNT = struct.Struct("<Q")


class Pipe(object):
    """The two ends through which the harness speaks; the peer's own prints go elsewhere."""

    def __init__(self):
        self.source = io.FileIO(os.dup(0), "r")
        self.sink = io.FileIO(os.dup(1), "w")
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def _exactly(self, count):
        data = bytearray(count)
        view, have = memoryview(data), 0
        while have < count:
            got = self.source.readinto(view[have:])
            if not got:
                # The harness is gone.
                os._exit(0)
            have += got
        return data

    def receive(self):
        magic, kind, length = HEAD.unpack(bytes(self._exactly(HEAD.size)))
        if magic != MAGIC:
            raise ValueError("a frame begins with %r" % magic)
        return kind, memoryview(self._exactly(length))

    def send(self, kind, value=None):
        payload = encoded(value)
        view = memoryview(HEAD.pack(MAGIC, kind, len(payload)) + payload)
        try:
            while len(view) > 0:
                view = view[self.sink.write(view):]
        except BrokenPipeError:
            # The harness is gone.
            os._exit(0)


def decoded(view):
    """The value that stands in these bytes: harness/src/wire.rs tells how."""
    return _value(view, 0)[0]


def _value(view, at):
    tag = view[at]
    at += 1
    if tag == 78:
        return None, at
    if tag == 84:
        return True, at
    if tag == 70:
        return False, at
    if tag == 105:
        end = at + 4 + struct.unpack_from("<I", view, at)[0]
        return int.from_bytes(view[at + 4:end], "little", signed=True), end
    if tag == 100:
        return struct.unpack_from("<d", view, at)[0], at + 8
    count = COUNT.unpack_from(view, at)[0]
    at += 8
    if tag == 115:
        return str(view[at:at + count], "utf-8"), at + count
    if tag == 98:
        return bytes(view[at:at + count]), at + count
    if tag in b"qQD":
        items = array.array(chr(tag).replace("D", "d"))
        items.frombytes(view[at:at + 8 * count])
        if sys.byteorder == "big":
            items.byteswap()
        return items.tolist(), at + 8 * count
    items = []
    for _ in range(count):
        item, at = _value(view, at)
        items.append(item)
    return (tuple(items) if tag == 40 else items), at


def encoded(value):
    """The bytes of a value: equal values have equal bytes."""
    parts = []
    _put(value, parts)
    return b"".join(parts)


def _put(value, parts):
    kind = type(value)
    if value is None:
        parts.append(b"N")
    elif kind is bool:
        parts.append(b"T" if value else b"F")
    elif isinstance(value, int):
        length = (value if value >= 0 else ~value).bit_length() // 8 + 1
        parts.append(b"i" + struct.pack("<I", length))
        parts.append(value.to_bytes(length, "little", signed=True))
    elif isinstance(value, float):
        parts.append(b"d" + struct.pack("<d", value))
    elif isinstance(value, str):
        text = value.encode("utf-8")
        parts.extend((b"s", COUNT.pack(len(text)), text))
    elif isinstance(value, (bytes, bytearray)):
        parts.extend((b"b", COUNT.pack(len(value)), bytes(value)))
    elif isinstance(value, tuple):
        parts.extend((b"(", COUNT.pack(len(value))))
        for item in value:
            _put(item, parts)
    elif isinstance(value, list):
        _put_list(value, parts)
    else:
        raise TypeError(
            "an answer of type %s cannot be compared; return None, a bool, int, float, str, bytes, "
            "or a tuple or list of them" % kind.__name__
        )


def _put_list(items, parts):
    kinds = set(map(type, items))
    for kind, tag, code in ((int, b"q", "q"), (int, b"Q", "Q"), (float, b"D", "d")):
        if kinds == {kind}:
            try:
                packed = array.array(code, items)
            except OverflowError:
                continue
            if sys.byteorder == "big":
                packed.byteswap()
            parts.extend((tag, COUNT.pack(len(items)), packed.tobytes()))
            return
    parts.extend((b"[", COUNT.pack(len(items))))
    for item in items:
        _put(item, parts)


def timed(run, own, laps, clock):
    """The loop of the timeit module, in its very words."""
    _it = itertools.repeat(None, laps)
    _t0 = clock()
    for _i in _it:
        run(own)
        pass
    _t1 = clock()
    return _t1 - _t0


def timed_fresh(run, made, clock):
    """The same loop, where each lap uses up a structure of its own."""
    _t0 = clock()
    for own in made:
        run(own)
        pass
    _t1 = clock()
    return _t1 - _t0


def ballast():
    """Small objects of every size, in numbers drawn by lot.

    What an allocation costs depends on where the heap stands: a loop that makes and drops one
    integer takes a quarter longer where a pool is just full. A program has one such place for its
    whole life, so each runner gets another, as each pass gets other addresses.
    """
    numbers = bytearray(os.urandom(32))
    kept = [float(at) for at in range(numbers[0])]
    for place, number in enumerate(numbers):
        kept.extend(bytes(16 * place) for _ in range(number))
        # Beyond what the interpreter keeps in pools of its own.
        kept.append(bytes(512 + 16 * number))
    return kept


# Nanoseconds that a thread waits whenever it is woken, on a core that nobody else wants: its own
# doing. harness/src/waits.rs has the same.
WAKING = 5000


def waited(schedstat):
    """Nanoseconds for which a thread was ready to run while something else had its core.

    Of three numbers the second, without what it takes to wake it as often as the third says.
    """
    _, ready, got = schedstat.split()
    return int(ready) - WAKING * int(got)


def waits(pid):
    """How long each thread of a process, and of those that it has started, waited for a core.

    By the number of the thread; nothing where the system does not tell.
    """
    told = {}
    folder = "/proc/%d/task" % pid
    try:
        for thread in os.listdir(folder):
            with open("%s/%s/schedstat" % (folder, thread)) as schedstat:
                told[thread] = waited(schedstat.read())
            with open("%s/%s/children" % (folder, thread)) as children:
                started = [int(child) for child in children.read().split()]
            for child in started:
                told.update(waits(child))
    except (OSError, ValueError):
        # One has ended while it was asked.
        pass
    return told


class Own(object):
    """How long the one thread of this process waits for a core: a look takes a microsecond."""

    def __init__(self):
        try:
            self.file = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        except OSError:
            # Nobody tells here.
            self.file = None

    def now(self):
        return 0 if self.file is None else waited(os.pread(self.file, 64, 0))


class Session(object):
    """One trial: a file, its input, and what it answers."""

    def __init__(self, patience):
        self.space = {"__name__": "peer"}
        self.own = None
        self.answer = None
        self.patience = patience
        self.waits = Own()

    def carry_out(self, kind, view):
        # Whoever started this may be killed, and nobody would end a call that never returns.
        signal.alarm(self.patience)
        try:
            return self.ORDERS[kind](self, decoded(view) if kind != b"I" else view)
        finally:
            signal.alarm(0)

    def load(self, order):
        name, text = order
        exec(compile(text, name, "exec"), self.space)
        if not callable(self.space.get("run")):
            raise LookupError("it defines no `run(…)`; add one")
        self.run = self.space["run"]
        self.fresh = self.space.get("fresh")

    def input(self, view):
        given = decoded(view)
        prepare = self.space.get("prepare")
        self.own = given if prepare is None else prepare(given)
        if not self.space.get("GC", True):
            gc.collect()
            gc.disable()

    def ready(self):
        return self.own if self.fresh is None else self.fresh(self.own)

    def check(self, _):
        # What the call before answered is dropped now, and not while the clock runs.
        self.answer = None
        own = self.ready()
        start = time.perf_counter_ns()
        self.answer = self.run(own)
        took = time.perf_counter_ns() - start
        return took, encoded(self.answer)

    def show(self, _):
        import reprlib

        short = reprlib.Repr()
        short.maxlist = short.maxtuple = short.maxset = short.maxdict = 12
        short.maxstring = short.maxlong = short.maxother = 72
        return short.repr(self.answer)

    def laps(self, order):
        laps, batch, cpu = order
        if self.space.get("THREADS", False):
            before = waits(os.getpid())
            took, _ = self.slice((laps, batch, False))
            after = waits(os.getpid())
            longest = [now - before.get(thread, 0) for thread, now in after.items()]
            return (took, max(0, *longest)) if longest else took
        took, waited = self.slice(order)
        # What its own clock tells holds no wait.
        return took if cpu or self.waits.file is None else (took, max(0, waited))

    def slice(self, order):
        """How long so many laps took, and how long they waited for a core."""
        laps, batch, cpu = order
        self.answer = None
        clock = time.perf_counter_ns
        if cpu:
            clock = getattr(time, "thread_time_ns", time.process_time_ns)
        # The process has just slept, and others have used the caches: some laps are not counted.
        lead_in = (laps + 3) // 4 if laps > 1 else 0
        before = self.waits.now()
        if self.fresh is None:
            timed(self.run, self.own, lead_in, clock)
            took = timed(self.run, self.own, laps, clock)
            return took, self.waits.now() - before
        timed_fresh(self.run, [self.fresh(self.own) for _ in range(min(lead_in, batch))], clock)
        took = 0
        while laps > 0:
            made = [self.fresh(self.own) for _ in range(min(laps, batch))]
            took += timed_fresh(self.run, made, clock)
            laps -= len(made)
        return took, self.waits.now() - before

    def counts(self, _):
        found = {}
        if "count" in self.space:
            found.update(self.space["count"](self.ready()))
        if self.space.get("MEMORY", False):
            found.update(self.memory())
        for name, value in found.items():
            if not isinstance(name, str) or not isinstance(value, (int, float)):
                raise TypeError("`count` returns a dict of names and numbers")
        return [(name, float(value)) for name, value in found.items()]

    def steps(self, _):
        if "steps" not in self.space:
            return []
        return [(name, list(at)) for name, at in self.space["steps"](self.ready()).items()]

    def memory(self):
        """What one call asks of the memory; what differs between two calls is no exact count."""
        import tracemalloc

        def once():
            own, self.answer = self.ready(), None
            gc.collect()
            tracemalloc.start()
            before = tracemalloc.get_traced_memory()[0]
            self.answer = self.run(own)
            after, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            return {
                "peak": peak - before,
                "kept": after - before,
                "getsizeof": sys.getsizeof(self.answer),
            }

        first, second = once(), once()
        if first != second:
            # The first call may keep what no later one needs.
            first, second = second, once()
        return {name: value for name, value in first.items() if second[name] == value}

    def watched(self, _):
        """When one call began and ended, and by how much this process has grown meanwhile."""
        own, self.answer = self.ready(), None
        gc.collect()
        # The first reading asks for memory of its own.
        resident(), high_water(), faults()
        forgets = forget_high_water()
        before, faulted = resident(), faults()
        start = time.perf_counter_ns()
        self.answer = self.run(own)
        stop = time.perf_counter_ns()
        faulted = faults() - faulted
        peak, after = high_water() if forgets else None, resident()
        if before is None or after is None:
            return start, stop, None, None, faulted
        peak = None if peak is None else max(peak - before, 0)
        return start, stop, max(after - before, 0), peak, faulted

    ORDERS = {
        b"S": load,
        b"I": input,
        b"C": check,
        b"R": show,
        b"L": laps,
        b"N": counts,
        b"T": steps,
        b"M": watched,
    }


def kibibytes(path, name):
    """The bytes in a line such as `Rss:  1234 kB`; None where the system does not tell."""
    try:
        with open(path) as lines:
            for line in lines:
                if line.startswith(name):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return None


def resident():
    rollup = kibibytes("/proc/self/smaps_rollup", "Rss:")
    return kibibytes("/proc/self/status", "VmRSS:") if rollup is None else rollup


def high_water():
    return kibibytes("/proc/self/status", "VmHWM:")


def forget_high_water():
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        return False
    return True


def faults():
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def told(error):
    """An exception in one line, with where in the file it was raised."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") == "peer":
            line = trace.tb_lineno
        trace = trace.tb_next
    words = " ".join(str(error).split()) or "no message"
    place = "" if line is None else " at line %d" % line
    return "%s%s: %s" % (type(error).__name__, place, words)


def trial(pipe, patience):
    """Carries out orders until the trial ends."""
    session = Session(patience)
    while True:
        kind, view = pipe.receive()
        if kind == b"E":
            return
        try:
            result = session.carry_out(kind, view)
        except BaseException as error:
            # What the system refuses, such as a file on a full disk, is no fault of the file either.
            missing = isinstance(error, (ImportError, OSError))
            pipe.send(b"F", (told(error), missing))
        else:
            pipe.send(b"O", result)


def deeper(levels, work):
    """Does the work so many calls deep: where frames lie decides a tenth of some functions' time."""
    return deeper(levels - 1, work) if levels else work()


def main():
    pipe = Pipe()
    patience = int(sys.argv[1])
    # A trial of memory has no lot drawn for it: each process shall be like the other.
    bare = "bare" in sys.argv[2:]
    kept = None if bare else ballast()
    pipe.send(b"H", "peer")
    while True:
        kind, _ = pipe.receive()
        if kind != b"B":
            raise ValueError("a trial begins with B, not with %r" % kind)
        child = os.fork()
        if child == 0:
            pipe.send(b"O", os.getpid())
            levels = 0 if bare else bytearray(os.urandom(1))[0] % 64
            deeper(levels, lambda: trial(pipe, patience))
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        pipe.send(b"X" if status else b"E", status)


main()
