#!/usr/bin/env bash
# classify names pictures by the file that another program saved, and refuses what it cannot use in one line.
. "$(dirname "$0")/lib.sh"

"$BUILD/tests/draw_pictures" "$scratch/pictures" 18 0 || fail "draw_pictures"
expect 0 "" "$BIN/t02_supervised" --dataset folder --data-dir "$scratch/pictures" --labels 30 --profile smoke \
  --steps 60 --out "$scratch/run"
model=$scratch/run/model.safetensors
shown=$scratch/shown

# One line a picture: three classes, the likeliest first, that add up to 100 %, and a drawing of its own.
expect 0 "" "$run" --model "$model" "$scratch"/pictures/{columns,rows,checks}/5.png --out "$shown"
for kind in columns rows checks; do
  grep -Eq "^$scratch/pictures/$kind/5.png: $kind [0-9.]+ %, [a-z]+ [0-9.]+ %, [a-z]+ [0-9.]+ %; where it looked: $shown/5(_[23])?.svg$" \
    "$scratch/stdout" || fail "no line for $kind: $(cat "$scratch/stdout")"
done
[ "$(wc -l <"$scratch/stdout")" -eq 3 ] || fail "expected three lines: $(cat "$scratch/stdout")"
for drawing in 5 5_2 5_3; do
  grep -q '<image' "$shown/$drawing.svg" || fail "no drawing $drawing.svg"
done
awk '{ gsub(/,/, ""); sum = 0; for (i = 2; i < NF; ++i) if ($(i + 1) ~ /^%/) sum += $i; if (sum < 99.8 || sum > 100.2) exit 1 }' \
  "$scratch/stdout" || fail "probabilities do not add up to 100 %: $(cat "$scratch/stdout")"

expect 0 "" "$run" --model "$model" --onnx "$scratch/network.onnx"
grep -q GlobalAveragePool "$scratch/network.onnx" || fail "--onnx wrote no network"

# --fit makes any picture one that the network can take, and leaves one alone that it could take before.
expect 0 "" "$run" --model "$model" --fit "$scratch/pictures/rows/5.png" --out "$shown"
grep -q "rows/5.png: rows " "$scratch/stdout" || fail "--fit changed a picture that fitted: $(cat "$scratch/stdout")"
expect 0 "" "$run" --model "$model" --fit tests/fixtures/pictures/{two.png,jpeg_RGB.jpg} --out "$shown"
[ "$(grep -c ": [a-z]* [0-9.]* %" "$scratch/stdout")" -eq 2 ] || fail "--fit named no class: $(cat "$scratch/stdout")"

# What cannot be used.
picture=$scratch/pictures/rows/1.png
expect 2 "^classify: no PICTURE: name a PNG or JPEG file or more; see classify --help$" "$run" --model "$model"
expect 2 "^classify: --colour: unknown option; see classify --help$" "$run" --colour red
expect 2 "^classify: --steps: this program trains nothing and takes no such option" "$run" --steps 5 "$picture"
expect 2 "^classify: --dataset: this program trains nothing and takes no such option" "$run" --dataset shapes
expect 2 "^classify: --threads: \"-1\" is not a number of threads" "$run" --threads -1
expect 1 "^classify: .*/none.safetensors" "$run" --model "$scratch/none.safetensors" "$picture"
expect 1 "^classify: safetensors: $picture is cut short or no safetensors file" "$run" --model "$picture" "$picture"
head -c 3000 "$model" >"$scratch/short"
expect 1 "^classify: safetensors: .*short is cut short" "$run" --model "$scratch/short" "$picture"
expect 1 "^classify: .*none.png: cannot be opened" "$run" --model "$model" "$picture" none.png
[ -s "$scratch/stdout" ] && fail "classify named a picture before it had read all of them"
expect 1 "^classify: .*two.png is [0-9]+ x [0-9]+ pixels, the network takes 16 x 16; scale the picture to that, or add --fit$" \
  "$run" --model "$model" tests/fixtures/pictures/two.png
expect 1 "^classify: $model: is neither PNG nor JPEG" "$run" --model "$model" "$model"
expect 1 "^classify: --out .*cannot be written to" "$run" --model "$model" "$picture" --out "$model"
expect 0 "" "$run" --help
grep -q -e --profile "$scratch/stdout" && fail "classify --help lists --profile, which it does not take"
no_partial "$scratch"
finish
