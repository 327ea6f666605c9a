#!/bin/sh
# Fetches and builds the public tools that docs/compare-machine.py holds the laboratory against,
# outside of this repository, and prints the command that compares. Nothing of theirs is kept here.
#
#     sh docs/public-tools.sh FOLDER
#
# It takes git, gcc, make, and the headers of libtirpc for lmbench. fio and likwid-bench are taken from
# the system: `apt install libtirpc-dev fio likwid`. A tool whose folder is there already is not fetched
# again. lmbench's licence does not allow to publish what a changed copy measures: use its figures to
# check the laboratory, and for nothing else.
set -eu
folder=${1:?"name a folder outside of the repository: sh docs/public-tools.sh FOLDER"}
mkdir -p "$folder"
cd "$folder"
folder=$(pwd)

fetch() {
    [ -d "$2" ] || git clone --quiet --depth 1 "https://github.com/$1" "$2"
}

# Arrays as long as those that the laboratory measures: a ratio of two sizes tells of neither.
fetch jeffhammond/STREAM stream
gcc -O3 -w -DSTREAM_ARRAY_SIZE=8388608 -DNTIMES=20 stream/stream.c -o stream/stream

fetch google/multichase multichase
make --silent -C multichase multichase

fetch clamchowder/Microbenchmarks microbenchmarks
(
    cd microbenchmarks
    gcc -pthread -O3 -w -z noexecstack MemoryBandwidth/MemoryBandwidth.c \
        MemoryBandwidth/MemoryBandwidth_x86.s -o MemoryBandwidth/bandwidth -lm
    gcc -pthread -O3 -w CoherencyLatency/PThreadsCoherencyLatency.c -o CoherencyLatency/coherency
)

fetch intel/lmbench lmbench
(
    cd lmbench/src
    flags="-O2 -w -std=gnu89 -D_GNU_SOURCE -DHAVE_uint=1 -DHAVE_int64_t=1 -DHAVE_off64_t=1 \
        -DHAVE_socklen_t -DHAVE_DRAND48 -DHAVE_SCHED_SETAFFINITY=1 -DNO_PORTMAPPER \
        -I/usr/include/tirpc"
    library="lib_tcp.c lib_udp.c lib_unix.c lib_timing.c lib_mem.c lib_stats.c lib_debug.c getopt.c \
        lib_sched.c"
    for program in lat_syscall lat_pipe lat_tcp bw_tcp; do
        # shellcheck disable=SC2086
        gcc $flags "$program.c" $library -lm -ltirpc -o "../$program"
    done
)

for program in fio likwid-bench; do
    command -v "$program" >/dev/null || echo "$program is not installed: its rows will be left out"
done
echo "python3 docs/compare-machine.py $folder"
