#!/usr/bin/env bash
# What a finished run leaves in --out, and that a resumed one measures nothing twice.
. "$(dirname "$0")/lib.sh"

if [ "$program" = doctor ]; then
  expect 0 "" "$run"
  [ "$(tail -n 1 "$scratch/stdout")" = ready ] || fail "doctor: last line is $(tail -n 1 "$scratch/stdout")"
  finish
fi

out=$scratch/out
options="$small $few --out $out"
expect 0 "" "$run" $options
for file in results.csv metrics.csv run.json report.html; do
  [ -s "$out/$file" ] || fail "$program: no $file"
done
header=dataset,method,labels,split,seed,metric,value,updates,images_seen,train_seconds,run
[ "$(head -n 1 "$out/results.csv")" = "$header" ] || fail "$program: results.csv begins with $(head -n 1 "$out/results.csv")"
metric=test_accuracy
[ "$program" = trials ] && metric=validation_accuracy  # choices are not made by the test set
grep -q ",$metric," "$out/results.csv" || fail "$program: results.csv holds no $metric"
[ $metric = test_accuracy ] || ! grep -q ',test_accuracy,' "$out/results.csv" || fail "$program: the test set was read"
grep -q '"finished": true' "$out/run.json" || fail "$program: run.json does not say finished"
grep -q "nothing about the methods" "$out/report.html" || fail "$program: a smoke run does not say that it shows nothing"
grep -Eq " gain( |$)" "$scratch/stdout" && fail "$program: a smoke run prints gains"
tail -n 1 "$scratch/stdout" | grep -q "^report: $out/report.html$" || fail "$program: last line is $(tail -n 1 "$scratch/stdout")"
grep -Eq 'src="http|href="http' "$out/report.html" && fail "$program: report.html asks the net"
no_partial "$out"

cp "$out/results.csv" "$scratch/before"
expect 0 "" "$run" $options --resume
cmp -s "$scratch/before" "$out/results.csv" || fail "$program --resume changed results.csv"
expect 0 "^$program: --threads: 100000 asked for, this machine has [0-9]+ cores?; using [0-9]+$" \
  "$run" $options --resume --threads 100000
expect 2 "^$program: --resume: the run in .* had --seed 0, this one has --seed 1" "$run" $options --resume --seed 1
finish
