#!/usr/bin/env bash
# Runs of a program that are killed at random moments, some while a checkpoint is being written, and go on with --resume
# each time, leave the bits of a run that was left alone: weights, metrics.csv and, seconds aside, results and table.
#   killed.sh PROGRAM KILLS [OPTION...]    SEED=N draws other moments
. "$(dirname "$0")/../programs/lib.sh"
kills=$2
shift 2
options="$small $few --steps 12 --threads 2 --checkpoint-every 0.001 $*"
SEED=${SEED:-$$}
RANDOM=$SEED

now() { date +%s%N; }
# The part of a safetensors file that holds numbers: behind the header, whose length the first eight bytes say.
numbers() { tail -c +$((9 + $(od -An -t u8 -N 8 "$1"))) "$1"; }
# All columns but train_seconds and run, which of the resumed runs made the row.
without_seconds() { sed 's/,[^,]*,[^,]*$//' "$1"; }
table() { grep -v '^report: ' "$1" | awk '{ $NF = ""; print }'; }

# A checkpoint that is being written by the program that was started last: one that a kill left behind is older.
being_written() {
  local part
  for part in "$out"/checkpoints/*.part; do [ "$part" -nt "$scratch/started" ] && return; done
  return 1
}

same_as_alone() {
  local file name
  cmp -s "$alone/metrics.csv" "$out/metrics.csv" ||
    fail "$program: metrics.csv differs: $(diff "$alone/metrics.csv" "$out/metrics.csv" | head -n 4)"
  diff <(without_seconds "$alone/results.csv") <(without_seconds "$out/results.csv") >"$scratch/diff" ||
    fail "$program: results.csv differs: $(head -n 4 "$scratch/diff")"
  diff <(table "$scratch/stdout.alone") <(table "$scratch/stdout.killed") >"$scratch/diff" ||
    fail "$program: the table differs: $(head -n 4 "$scratch/diff")"
  for file in "$alone"/*.safetensors; do
    name=$(basename "$file")
    [ -e "$file" ] || continue
    [ -e "$out/$name" ] || { fail "$program: no $name"; continue; }
    cmp -s <(numbers "$file") <(numbers "$out/$name") || fail "$program: $name differs"
  done
  [ ! -e "$out/checkpoints" ] || fail "$program: left behind: $(ls "$out/checkpoints")"
  no_partial "$out"
}

alone=$scratch/alone
began=$(now)
"$run" $options --out "$alone" >"$scratch/stdout.alone" 2>"$scratch/stderr" ||
  { fail "$program: $(tail -n 3 "$scratch/stderr")"; finish; }
took=$(($(now) - began))  # ns

done=0 inside=0 rounds=0
while [ $done -lt "$kills" ] || [ $inside -eq 0 ]; do
  rounds=$((rounds + 1))
  [ $rounds -le 40 ] || { fail "$program: $done kills, $inside of them inside a write, in 40 rounds"; break; }
  out=$scratch/killed
  rm -rf "$out"
  resume=
  while true; do
    touch "$scratch/started"
    "$run" $options --out "$out" $resume >"$scratch/stdout.killed" 2>"$scratch/stderr" &
    pid=$!
    resume=--resume
    if [ $done -ge "$kills" ] && [ $inside -gt 0 ]; then wait $pid; status=$?; break; fi
    # The moment is drawn from what two thirds of the run take. Every other kill then waits for a write to begin.
    end=$(($(now) + took / 1000 * (RANDOM % 667)))
    while [ "$(now)" -lt $end ] && kill -0 $pid; do sleep 0.01; done
    if [ $((done % 2)) -eq 0 ]; then until being_written || ! kill -0 $pid; do :; done; fi
    kill -9 $pid
    wait $pid
    status=$?
    [ $status -eq 137 ] || break  # it had ended by itself
    done=$((done + 1))
    if being_written; then inside=$((inside + 1)); fi
  done 2>/dev/null  # where bash would say "Killed"
  [ $status -eq 0 ] || fail "$program --resume: exit status $status: $(tail -n 3 "$scratch/stderr")"
  [ $status -ne 0 ] || same_as_alone
  [ $failures -eq 0 ] || break
done
echo "$program: $done kills, $inside inside a write, $rounds runs that ended; SEED=$SEED"
finish
