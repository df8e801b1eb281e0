#!/usr/bin/env bash
# Threads that wait for each other sleep soon, so that a busy neighbour costs its share and no more; what the user has set
# holds. OpenMP says what it was given: GCC's the rounds it spins, LLVM's the milliseconds.
set -u
shown() {  # shown NAME [VARIABLE=VALUE]: the number that OpenMP shows under that name in a program's environment
  local name=$1
  shift
  env -u OMP_WAIT_POLICY -u GOMP_SPINCOUNT -u KMP_BLOCKTIME "$@" OMP_DISPLAY_ENV=verbose "${BIN:-build/bin}/doctor" --help 2>&1 |
    sed -n "s/.*$name *= *'\([0-9]*\).*/\1/p"
}
expect() {  # expect WHAT FOUND EXPECTED
  [ "$2" = "$3" ] && return
  echo "waiting threads, $1: $setting is \"$2\", expected \"$3\"; see wait_briefly in core/parallel.cpp" >&2
  exit 1
}
if [ -n "$(shown GOMP_SPINCOUNT)" ]; then
  setting=GOMP_SPINCOUNT brief=2000
elif [ -n "$(shown KMP_BLOCKTIME)" ]; then
  setting=KMP_BLOCKTIME brief=1
else
  echo "skipped: the programs are built without OpenMP, or with one that does not tell how long it spins"
  exit 0
fi
expect "by default" "$(shown $setting)" $brief
expect "$setting=77" "$(shown $setting $setting=77)" 77
[ "$(shown $setting OMP_WAIT_POLICY=active)" != $brief ] || expect "OMP_WAIT_POLICY=active" $brief "what OpenMP makes of it"
echo "threads sleep soon: $setting is $brief"
