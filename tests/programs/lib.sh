# Shared by the scripts here, which take the name of a program: runs commands, compares exit status and output.
# BIN is the folder of the programs.
set -u
program=${1:?the name of a program is missing}
BIN=${BIN:-build/bin}
run=$BIN/$program
# The data sets that it may choose from begin with $sets; `$run $small $few` takes seconds.
case $program in
  t01_tensors_autograd) sets='' small='--profile smoke' few='' ;;
  t03_map_of_ssl) sets=all small='--dataset moons --splits 1 --profile smoke' few='--labels 4' ;;
  t11_cross_sensor) sets=drive small='--dataset drive --profile smoke' few='--labels 20' ;;
  traps) sets=fashion-mnist small='--dataset shapes --splits 1 --profile smoke' few='--labels 60' ;;
  *) sets=fashion-mnist small='--dataset shapes --profile smoke' few='--labels 60' ;;
esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# expect STATUS PATTERN command...: the exit status, and a pattern (grep -E) that a line of stderr must match.
# Where the status is not 0, stderr must be that one line, lines of progress aside.
expect() {
  local status=$1 pattern=$2 found
  shift 2
  "$@" >"$scratch/stdout" 2>"$scratch/stderr" </dev/null
  found=$?
  [ "$found" -eq "$status" ] || fail "$*: exit status $found, expected $status: $(tail -n 3 "$scratch/stderr")"
  [ -z "$pattern" ] || grep -Eq -- "$pattern" "$scratch/stderr" ||
    fail "$*: no line of stderr matches '$pattern': $(tail -n 3 "$scratch/stderr")"
  if [ "$status" -ne 0 ] && [ "$(grep -vc '%  step' "$scratch/stderr")" -ne 1 ]; then
    fail "$*: expected one line on stderr: $(cat "$scratch/stderr")"
  fi
}

# no_partial DIR: nothing half-written was left there.
no_partial() {
  local left
  left=$(find "$1" -name '*.part' -o -name '.trial-*' 2>/dev/null)
  [ -z "$left" ] || fail "left behind: $left"
}

finish() {
  [ "$failures" -eq 0 ] || exit 1
  echo "all as expected"
  exit 0
}
