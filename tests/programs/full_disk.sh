#!/usr/bin/env bash
# A disk that fills up while a program runs: one line, exit status 1, nothing half-written under a final name.
. "$(dirname "$0")/lib.sh"

for program in $PROGRAMS; do
  [ "$program" = doctor ] && continue
  # Files may grow to 8 KiB only; the signal that would end the program is ignored, so that the write itself fails.
  expect 1 "^$program: .*cannot be written: .*; make room or choose another --out$|^$program: .*(write|written)" \
    bash -c 'trap "" XFSZ; ulimit -f 8; exec "$@"' - "$BIN/$program" --dataset shapes --labels 60 --profile smoke --out "$scratch/$program"
  no_partial "$scratch/$program"
  if [ -e "$scratch/$program/report.html" ] && ! tail -c 20 "$scratch/$program/report.html" | grep -q '</html>'; then
    fail "$program: report.html is cut short"
  fi
done

# The table cannot be printed: stdout is a full device.
"$BIN/doctor" >/dev/full 2>"$scratch/stderr"
[ $? -eq 1 ] || fail "doctor >/dev/full: expected exit status 1"
grep -q "^doctor: standard output: cannot be written" "$scratch/stderr" || fail "doctor >/dev/full: $(cat "$scratch/stderr")"
finish
