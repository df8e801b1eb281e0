#!/usr/bin/env bash
# What happens to a run besides a kill: a second run in its folder, Ctrl-C and SIGTERM, a disk that is full, a folder that
# nobody may write to. Each ends with one line that says what to do, and leaves the files as they were.
. "$(dirname "$0")/../programs/lib.sh"
out=$scratch/out
options="$small $few --threads 2 --steps 100000 --out $out"

# starts the program in the background, with these words in front of it, and waits until it trains
start_training() {
  "$@" $options >"$scratch/background" 2>&1 &
  pid=$!
  until grep -q ',loss,' "$out/metrics.csv" 2>/dev/null || ! kill -0 $pid; do sleep 0.02; done
}
files_of_run() { (cd "$out" && find . -type f ! -name run.json -exec cksum {} + | sort -k 3); }

start_training "$run"
expect 1 "^$program: --out $out: another run is writing there; let it end or choose another --out$" "$run" $options
expect 1 "^$program: --out $out: another run is writing there; let it end or choose another --out$" "$run" $options --resume
kill -0 $pid || fail "$program: ended by a second run in its folder: $(cat "$scratch/background")"

stop() {  # stop SIGNAL STATUS: ends the program in the background, which leaves a checkpoint
  kill -s "$1" $pid
  wait $pid
  status=$?
  [ $status -eq "$2" ] || fail "$program, SIG$1: exit status $status, expected $2"
  grep -q "^$program: stopped; the same command with --resume goes on from here$" "$scratch/background" ||
    fail "$program, SIG$1: $(tail -n 1 "$scratch/background")"
  ls "$out"/checkpoints/*.safetensors >/dev/null || fail "$program, SIG$1: no checkpoint"
  no_partial "$out"
}
stop TERM 143
rm -rf "$out"
start_training env --default-signal=INT "$run"  # bash lets its background jobs ignore it
stop INT 130

# Files may grow to 400 KiB only, too few for a checkpoint. The older ones stay.
files_of_run >"$scratch/before"
expect 1 "^$program: $out/checkpoints/.*@[0-9]*.safetensors: cannot be written: File too large; make room or choose another place$" \
  bash -c 'trap "" XFSZ; ulimit -f 400; exec "$@"' - "$run" $options --checkpoint-every 0.001 --resume
files_of_run | grep -v metrics.csv | diff <(grep -v metrics.csv "$scratch/before") - >"$scratch/diff" ||
  fail "$program, disk full: $(cat "$scratch/diff")"

# A folder that nobody may write to; root is somebody else for this.
files_of_run >"$scratch/before"
chmod 755 "$scratch"
chmod a-w "$out"
other=
[ "$(id -u)" -ne 0 ] || other='setpriv --reuid 65534 --clear-groups'
expect 1 "^$program: --out $out: cannot be written to: Permission denied; choose another --out$" $other "$run" $options --resume
chmod u+w "$out"
files_of_run | diff "$scratch/before" - || fail "$program: a folder that is read-only has changed"

# Other options.
expect 2 "^$program: --resume: the run in $out had --seed 0, this one has --seed 1; give the same options or another --out; see $program --help$" \
  "$run" $options --resume --seed 1
files_of_run | diff "$scratch/before" - || fail "$program: a refused resume has changed files"
finish
