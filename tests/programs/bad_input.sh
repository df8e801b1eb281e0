#!/usr/bin/env bash
# A program refuses what it cannot do with one line on stderr and the right exit status: 2 usage, 1 run.
. "$(dirname "$0")/lib.sh"

expect 2 "^$program: --colour: unknown option; see $program --help$" "$run" --colour red
expect 2 "^$program: --profile: \"slow\" is not one of smoke, quick, full, long" "$run" --profile slow
expect 2 "^$program: --steps: " "$run" --steps -5
expect 2 "^$program: --threads: \"-1\" is not a number of threads" "$run" --threads -1
expect 2 "^$program: --threads: \"100000000000\" is not a number of threads" "$run" --threads 100000000000
expect 2 "^$program: --out" "$run" --out
expect 0 "" "$run" --help
if [ -n "$sets" ]; then
  grep -q "^  --dataset NAME" "$scratch/stdout" || fail "$program --help does not list --dataset"
  expect 2 "^$program: --dataset: \"imagenet\" is not one of $sets.*; see $program --help$" "$run" --dataset imagenet
  expect 2 "^$program: --labels: \"0\" is not a number of labels" "$run" --labels 0
  expect 2 "^$program: --labels: \"many\" is not a number of labels" "$run" --labels many
else
  grep -q -e "--dataset" "$scratch/stdout" && fail "$program --help lists --dataset, which it does not take"
  expect 2 "^$program: --dataset: this program makes its own data" "$run" --dataset shapes
  expect 2 "^$program: --labels: this program makes its own data" "$run" --labels 60
fi
if [ "$program" = t09_fixmatch ]; then
  expect 2 "^t09_fixmatch: --weak-only excludes --all-variants; see" "$run" --all-variants --weak-only
  expect 2 "^t09_fixmatch: --temperature: 3 is not above 0" "$run" --soft-labels --temperature 3
fi
if [ "$program" = trials ]; then
  expect 2 "^trials: --encoders, --rounds, --chain, --pixels and --graph-passes are for what an encoder learnt" \
    "$run" --method fixmatch --chain
  expect 2 "^trials: --crop is for simclr; --method is rotation" "$run" --method rotation --crop 0.5
  expect 2 "^trials: --network, --passes, --batch and --rate are for what is trained; --method is pixels" \
    "$run" --method pixels --passes 3
fi
expect 0 "" "$run" --version
[ "$program" = doctor ] && finish

if [ -n "$sets" ]; then
  # More labels than there are; a number that the classes do not divide.
  expect 2 "^$program: .*labels" "$run" $small --labels 1000002 --out "$scratch/out"
  expect 2 "^$program: .*labels" "$run" $small --labels 61 --out "$scratch/out"
fi
# An --out that cannot be written is found before any training.
: >"$scratch/file"
expect 1 "^$program: --out .*cannot be written to: it is a file" "$run" $small $few --out "$scratch/file"
grep -q '%  step' "$scratch/stderr" && fail "$program trained before it looked at --out"
expect 1 "^$program: --out .*cannot be written to: " "$run" $small $few --out /proc/selfsame
# So is a place for the figures' files that is none.
if command -v gnuplot >/dev/null; then
  TMPDIR=/nowhere expect 1 "^$program: TMPDIR: /nowhere is no directory" "$run" $small $few --out "$scratch/out"
  grep -q '%  step' "$scratch/stderr" && fail "$program trained before it looked at TMPDIR"
fi
# A data set whose files are not there.
if [ "$sets" = fashion-mnist ]; then
  expect 1 "^$program: mnist: .*tools/get_data mnist" "$run" --dataset mnist --data-dir "$scratch" --profile smoke --out "$scratch/out"
fi
no_partial "$scratch"
finish
