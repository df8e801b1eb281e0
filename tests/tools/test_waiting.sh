#!/usr/bin/env bash
# Threads that wait for each other sleep soon, so that a busy neighbour costs its share and no more; what the user has set
# holds. libgomp says what it was given.
set -u
spin_of() {  # spin_of [NAME=VALUE]: the spin count that a program starts with
  env -u OMP_WAIT_POLICY -u GOMP_SPINCOUNT "$@" OMP_DISPLAY_ENV=verbose "${BIN:-build/bin}/doctor" --help 2>&1 |
    sed -n "s/.*GOMP_SPINCOUNT = '\(.*\)'.*/\1/p"
}
expect() {  # expect WHAT FOUND EXPECTED
  [ "$2" = "$3" ] && return
  echo "waiting threads, $1: spin count \"$2\", expected \"$3\"; see wait_briefly in core/parallel.cpp" >&2
  exit 1
}
default=$(spin_of)
if [ -z "$default" ]; then
  echo "skipped: the programs are not built with GCC's OpenMP, which alone tells its spin count"
  exit 0
fi
expect "by default" "$default" 1000
expect "GOMP_SPINCOUNT=77" "$(spin_of GOMP_SPINCOUNT=77)" 77
[ "$(spin_of OMP_WAIT_POLICY=active)" != 1000 ] || expect "OMP_WAIT_POLICY=active" 1000 "what OpenMP makes of it"
echo "threads wait 1000 rounds, then sleep"
