# What the scripts of this folder share: mpirun, a scratch folder, and failures. $MPIRUN starts several processes.
set -u
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
finish() {
  [ $failures -eq 0 ] && echo "all as expected"
  exit $((failures > 0))
}
export OMP_WAIT_POLICY=passive
short=(--dataset shapes --labels 20 --profile smoke)

# contains FILE TEXT WHAT: the file has a line with this text.
contains() { grep -qF -- "$2" "$1" || fail "$3: expected \"$2\", found: $(head -c 2000 "$1")"; }
