#!/usr/bin/env bash
# A program in two processes: one table, one set of files, and what one process finds up to rounding; the others refuse.
. "$(dirname "$0")/lib.sh"

together=$scratch/together
$MPIRUN -np 2 "$BIN/t02_supervised" "${short[@]}" --steps 30 --out "$together" >"$scratch/stdout" 2>"$scratch/stderr" ||
  fail "two processes: $(tail -n 5 "$scratch/stderr")"
[ "$(grep -c '^report: ' "$scratch/stdout")" -eq 1 ] || fail "not one report on stdout: $(cat "$scratch/stdout")"
[ "$(grep -c '100 %' "$scratch/stderr")" -eq 2 ] || fail "not one line of progress for each of two trainings: $(cat "$scratch/stderr")"
for file in results.csv metrics.csv run.json report.html model.safetensors; do
  [ -s "$together/$file" ] || fail "two processes left no $file"
done

"$BIN/t02_supervised" "${short[@]}" --steps 30 --out "$scratch/alone" --threads 1 >/dev/null 2>&1 || fail "one process"
python3 - "$together" "$scratch/alone" <<'PYTHON' || fail "two processes found other losses than one"
import csv, sys
losses = [[float(row["value"]) for row in csv.DictReader(open(folder + "/metrics.csv")) if row["metric"] == "loss"]
          for folder in sys.argv[1:]]
assert len(losses[0]) == len(losses[1]) == 60, [len(both) for both in losses]
apart = max(abs(a - b) for a, b in zip(*losses))
print(f"losses of two processes and of one differ by {apart:.1e} at most")
sys.exit(apart > 0.02)
PYTHON

# Without synchronised batch norm it is another training, but one all the same.
$MPIRUN -np 2 "$BIN/t02_supervised" "${short[@]}" --steps 5 --no-sync-bn --out "$scratch/own" >/dev/null 2>"$scratch/stderr" ||
  fail "--no-sync-bn: $(tail -n 5 "$scratch/stderr")"

# A program that works in one process says so, once.
$MPIRUN -np 2 "$BIN/t10_transductive" "${short[@]}" --out "$scratch/refused" >"$scratch/stdout" 2>"$scratch/stderr" &&
  fail "t10_transductive works in two processes"
contains "$scratch/stderr" "t10_transductive: works in one process, started in 2; start it without mpirun" "t10_transductive"
[ "$(grep -c 'works in one process' "$scratch/stderr")" -eq 1 ] || fail "said more than once: $(cat "$scratch/stderr")"
finish
