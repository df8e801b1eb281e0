# Shared by the scripts here. BUILD is the build of this tree; all they make lies under a path with spaces.
set -u
tree=$PWD
BUILD=${BUILD:-$tree/build}
here=$tree/tests/consumers
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
place="$scratch/a path with spaces"
mkdir "$place"
failures=0

fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# quietly COMMAND...: what it prints is shown where it fails.
quietly() {
  "$@" >"$scratch/log" 2>&1 && return
  fail "$*"
  tail -n 30 "$scratch/log"
  return 1
}

# prints EXPECTED COMMAND...: the exit status is 0, and stdout is that.
prints() {
  local expected=$1 found
  shift
  found=$("$@" 2>"$scratch/stderr") || fail "$*: exit status $?: $(tail -n 3 "$scratch/stderr")"
  [ "$found" = "$expected" ] || fail "$*: printed '$found', expected '$expected'"
}

# refused PATTERN COMMAND...: it fails, and says why in a line that matches.
refused() {
  local pattern=$1
  shift
  if "$@" >"$scratch/log" 2>&1; then fail "$*: was not refused"; fi
  grep -Eq -- "$pattern" "$scratch/log" || fail "$*: said nothing like '$pattern': $(head -n 5 "$scratch/log")"
}

# blas_core PROGRAM: the kernels OpenBLAS chose there, as it says itself.
blas_core() { OPENBLAS_VERBOSE=2 "$1" 2>&1 | sed -n 's/^Core: //p' | head -n 1; }

# fast_blas PROGRAM: a program from outside runs the kernels that a program of the tree runs. OpenBLAS may know this very
# processor by itself, so the constructor that tells it about newer ones is looked for, too.
fast_blas() {
  local found expected
  found=$(blas_core "$1")
  expected=$(blas_core "$BUILD/bin/doctor")
  [ -n "$found" ] && [ "$found" = "$expected" ] || fail "$1: OpenBLAS runs '$found', expected '$expected' as in doctor"
  nm "$1" | grep -q choose_openblas_core || fail "$1: the constructor of core/openblas.cpp was not linked"
  if grep -qw avx2 /proc/cpuinfo && [ "$found" = Prescott ]; then fail "$1: OpenBLAS runs its slow kernels"; fi
}

finish() {
  [ "$failures" -eq 0 ] || exit 1
  echo "all as expected"
  exit 0
}
