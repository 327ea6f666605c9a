#!/bin/sh
# Fetches and builds the public tools that docs/compare-machine.py holds the probe against, outside of
# this repository, and prints the command that compares. Nothing of theirs is kept here.
#
#     sh docs/public-tools.sh FOLDER
#
# It takes git, gcc, make, and the headers of libtirpc (`apt install libtirpc-dev`) for lmbench. A tool
# whose folder is there already is not fetched again. lmbench's licence does not allow to publish what a
# changed copy measures: use its figures to check the probe, and for nothing else.
set -eu
folder=${1:?"name a folder outside of the repository: sh docs/public-tools.sh FOLDER"}
mkdir -p "$folder"
cd "$folder"
folder=$(pwd)

fetch() {
    [ -d "$2" ] || git clone --quiet --depth 1 "https://github.com/$1" "$2"
}

fetch jeffhammond/STREAM stream
gcc -O3 -w -DSTREAM_ARRAY_SIZE=16777216 -DNTIMES=20 stream/stream.c -o stream/stream

fetch google/multichase multichase
make --silent -C multichase multichase

fetch clamchowder/Microbenchmarks microbenchmarks
(
    cd microbenchmarks/MemoryBandwidth
    gcc -pthread -O3 -w MemoryBandwidth.c MemoryBandwidth_x86.s -o bandwidth -lm
)

fetch intel/lmbench lmbench
(
    cd lmbench/src
    flags="-O2 -w -std=gnu89 -D_GNU_SOURCE -DHAVE_uint=1 -DHAVE_int64_t=1 -DHAVE_off64_t=1 \
        -DHAVE_socklen_t -DHAVE_DRAND48 -DHAVE_SCHED_SETAFFINITY=1 -DNO_PORTMAPPER \
        -I/usr/include/tirpc"
    library="lib_tcp.c lib_udp.c lib_unix.c lib_timing.c lib_mem.c lib_stats.c lib_debug.c getopt.c \
        lib_sched.c"
    for program in lat_syscall lat_pipe; do
        # shellcheck disable=SC2086
        gcc $flags "$program.c" $library -lm -ltirpc -o "../$program"
    done
)

echo "python3 docs/compare-machine.py stream=$folder/stream/stream \\
    multichase=$folder/multichase/multichase \\
    bandwidth=$folder/microbenchmarks/MemoryBandwidth/bandwidth \\
    lat_syscall=$folder/lmbench/lat_syscall lat_pipe=$folder/lmbench/lat_pipe"
