#!/usr/bin/env bash
# The board's rows shared out among processes: the numbers of one process, also where a process is killed in the middle
# and another number of them goes on.
. "$(dirname "$0")/lib.sh"

board=("$BIN/board" --dataset shapes --profile smoke --steps 10 --labels 20 --splits 2 --all-methods --threads 1)

# same_numbers FOLDER WHAT: what one process found, but for seconds, the number of the run and the order of metrics.csv.
same_numbers() {
  diff <(cut -d, -f1-9 "$scratch/alone/results.csv") <(cut -d, -f1-9 "$1/results.csv") >"$scratch/diff" ||
    fail "$2: results.csv differs: $(head -n 6 "$scratch/diff")"
  diff <(sort "$scratch/alone/metrics.csv") <(sort "$1/metrics.csv") >"$scratch/diff" ||
    fail "$2: metrics.csv differs: $(head -n 6 "$scratch/diff")"
  cmp -s <(numbers "$scratch/alone/model.safetensors") <(numbers "$1/model.safetensors") || fail "$2: another model"
  for file in augmentations.svg filters_simclr.svg confusion.svg report.html; do
    [ -s "$1/$file" ] || [ ! -e "$scratch/alone/$file" ] || fail "$2: no $file"
  done
}
# The part of a safetensors file that holds numbers: behind the header, whose length the first eight bytes say.
numbers() { tail -c +$((9 + $(od -An -t u8 -N 8 "$1"))) "$1"; }
rows_in() { cat "$1/results.csv" 2>/dev/null | grep -c test_accuracy || true; }  # 0 of no file

"${board[@]}" --out "$scratch/alone" >"$scratch/stdout" 2>"$scratch/stderr" || fail "one process: $(tail -n 5 "$scratch/stderr")"
all=$(rows_in "$scratch/alone")

out=$scratch/together
$MPIRUN -np 3 "${board[@]}" --out "$out" >"$scratch/stdout" 2>"$scratch/stderr" || fail "three processes: $(tail -n 5 "$scratch/stderr")"
same_numbers "$out" "three processes"
[ "$(grep -c '^report: ' "$scratch/stdout")" -eq 1 ] || fail "not one report on stdout: $(cat "$scratch/stdout")"
for rank in 0 1 2; do
  grep -q "^rank $rank: [a-z_]*, [a-z0-9]* labels, split [01], [0-9.]* %, [0-9:]*\$" "$scratch/stderr" ||
    fail "rank $rank made no row: $(grep '^rank' "$scratch/stderr")"
done

# killed_beyond ROWS RANKS [OPTION...]: so many processes, of which one is killed when more rows than that are there. The
# first process writes between two rows of its own what the others have done meanwhile: on a busy machine many at once.
out=$scratch/killed
killed_beyond() {
  local rows=$1 ranks=$2
  shift 2
  $MPIRUN -np "$ranks" "${board[@]}" --out "$out" "$@" >"$scratch/stdout" 2>"$scratch/stderr" &
  local job=$!
  until [ "$(rows_in "$out")" -gt "$rows" ] || ! kill -0 $job 2>/dev/null; do sleep 0.02; done
  kill -KILL "$(pgrep -P $job -f bin/board | tail -n 1)" || fail "$ranks processes ended before $rows of $all rows"
  wait $job && fail "$ranks processes outlived one of them"
}
killed_beyond 0 2
before=$(rows_in "$out")
killed_beyond "$before" 3 --resume
[ "$before" -lt "$(rows_in "$out")" ] && [ "$(rows_in "$out")" -lt "$all" ] ||
  fail "of $all rows $before were there after the first kill, $(rows_in "$out") after the second"
"${board[@]}" --out "$out" --resume >"$scratch/stdout" 2>"$scratch/stderr" || fail "one process, resumed: $(tail -n 5 "$scratch/stderr")"
same_numbers "$out" "killed twice and resumed"

# Nothing is left to do, and nothing is done.
$MPIRUN -np 2 "${board[@]}" --out "$out" --resume >"$scratch/stdout" 2>"$scratch/stderr" || fail "nothing left: $(tail -n 5 "$scratch/stderr")"
grep -q '^rank' "$scratch/stderr" && fail "done again: $(cat "$scratch/stderr")"
same_numbers "$out" "resumed with nothing left"
finish
