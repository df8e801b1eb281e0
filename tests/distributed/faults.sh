#!/usr/bin/env bash
# What goes wrong with several processes is said with the rank and the step, and nobody waits for ever.
. "$(dirname "$0")/lib.sh"

# A process with other options is refused, by name. (Open MPI 5.0's mpirun crashes where two commands stand beside a ":".)
$MPIRUN -np 3 bash -c '[ "$OMPI_COMM_WORLD_RANK" != 2 ] || set -- "$@" --seed 1; exec "$@"' other \
  "$BIN/t02_supervised" "${short[@]}" --steps 3 --out "$scratch/options" >/dev/null 2>"$scratch/stderr" &&
  fail "other options are not refused"
contains "$scratch/stderr" "rank 2: other options than rank 0" "other options"

# An error that all meet is told once, with the status of one process.
$MPIRUN -np 2 "$BIN/t02_supervised" --dataset nothing >/dev/null 2>"$scratch/stderr"
[ $? -eq 2 ] || fail "a wrong option in two processes: exit status not 2"
[ "$(grep -c 'is not one of' "$scratch/stderr")" -eq 1 ] || fail "a wrong option, said more than once: $(cat "$scratch/stderr")"

# Work that fails ends the job, also the first rank's, whose thread still waits for the others.
for number in 0 7; do
  timeout 60 $MPIRUN -np 3 "$BUILD/tests/distributed/share_out" $number >"$scratch/stdout" 2>"$scratch/stderr" &&
    fail "work that fails, number $number, does not end the job"
  [ $? -ne 124 ] && grep -q "rank [012]: number $number fails" "$scratch/stdout" ||
    fail "who failed at number $number is not said: $(cat "$scratch/stdout" "$scratch/stderr")"
done

# A process that dies ends the job, which names it and the step.
out=$scratch/died
run=("$BIN/t02_supervised" "${short[@]}" --steps 20000 --checkpoint-every 0.2 --out "$out")
newest() { ls "$out/checkpoints" 2>/dev/null | sed -n 's/.*@\([0-9]*\)\.safetensors$/\1/p' | sort -n | tail -n 1; }
wait_for_more_than() {
  for _ in $(seq 600); do
    [ "$(newest || echo 0)" ] && [ "$(newest)" -gt "$1" ] && return
    sleep 0.2
  done
  fail "no checkpoint after step $1 within two minutes"
}
$MPIRUN -np 3 "${run[@]}" >/dev/null 2>"$scratch/stderr" &
job=$!
wait_for_more_than 0
kill -KILL "$(pgrep -P $job -f t02_supervised | tail -n 1)"
wait $job && fail "the job outlived a process of it"
tr '\n' ' ' <"$scratch/stderr" | grep -q 'process rank [012] .*on signal 9' || fail "who died is not named: $(cat "$scratch/stderr")"
contains "$scratch/stderr" "rank 0: asked to stop, in supervised_plain, step " "the step of a job that died"

# Another number of processes goes on from its checkpoint, is stopped after the same step in all, and one process goes on.
before=$(newest)
$MPIRUN -np 2 "${run[@]}" --resume >/dev/null 2>"$scratch/stderr" &
job=$!
wait_for_more_than "$before"
pkill -TERM -P $job -f t02_supervised  # mpirun passes it on, but some kill after a second, and some keep what is said then
wait $job
contains "$scratch/stderr" "t02_supervised: stopped; the same command with --resume goes on from here" "two processes, stopped"
before=$(newest)
"${run[@]}" --resume >/dev/null 2>"$scratch/stderr" &
job=$!
wait_for_more_than "$before"
kill -TERM $job
wait $job
contains "$scratch/stderr" "stopped; the same command with --resume goes on from here" "one process, stopped"
finish
