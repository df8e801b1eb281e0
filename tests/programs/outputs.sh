#!/usr/bin/env bash
# What a finished run leaves in --out, and that a resumed one measures nothing twice.
. "$(dirname "$0")/lib.sh"

header=dataset,method,labels,split,seed,metric,value,updates,images_seen,train_seconds
for program in $PROGRAMS; do
  [ "$program" = doctor ] && continue
  out=$scratch/$program
  expect 0 "" "$BIN/$program" --dataset shapes --labels 60 --profile smoke --out "$out"
  for file in results.csv metrics.csv run.json report.html; do
    [ -s "$out/$file" ] || fail "$program: no $file"
  done
  [ "$(head -n 1 "$out/results.csv")" = "$header" ] || fail "$program: results.csv begins with $(head -n 1 "$out/results.csv")"
  grep -q ',test_accuracy,' "$out/results.csv" || fail "$program: results.csv holds no test_accuracy"
  grep -q '"finished": true' "$out/run.json" || fail "$program: run.json does not say finished"
  tail -n 1 "$scratch/stdout" | grep -q "^report: $out/report.html$" || fail "$program: last line is $(tail -n 1 "$scratch/stdout")"
  grep -Eq 'src="http|href="http' "$out/report.html" && fail "$program: report.html asks the net"
  no_partial "$out"
  cp "$out/results.csv" "$scratch/before"
  expect 0 "" "$BIN/$program" --dataset shapes --labels 60 --profile smoke --out "$out" --resume
  cmp -s "$scratch/before" "$out/results.csv" || fail "$program --resume changed results.csv"
  expect 2 "^$program: --resume: the run in .* had --seed 0, this one has --seed 1" \
    "$BIN/$program" --dataset shapes --labels 60 --profile smoke --out "$out" --resume --seed 1
done
finish
