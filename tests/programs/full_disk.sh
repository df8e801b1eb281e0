#!/usr/bin/env bash
# Output that cannot be written: one line, exit status 1, nothing half-written under a final name.
. "$(dirname "$0")/lib.sh"

if [ "$program" = doctor ]; then
  "$run" >/dev/full 2>"$scratch/stderr"
  [ $? -eq 1 ] || fail "doctor >/dev/full: expected exit status 1"
  grep -q "^doctor: standard output: cannot be written" "$scratch/stderr" || fail "doctor >/dev/full: $(cat "$scratch/stderr")"
  finish
fi

# Files may grow to 8 KiB only; the signal that would end the program is ignored, so that the write itself fails.
expect 1 "^$program: .*(cannot be written|writing)" \
  bash -c 'trap "" XFSZ; ulimit -f 8; exec "$@"' - "$run" $small $few --out "$scratch/out"
no_partial "$scratch/out"
if [ -e "$scratch/out/report.html" ] && ! tail -c 20 "$scratch/out/report.html" | grep -q '</html>'; then
  fail "$program: report.html is cut short"
fi
finish
