#!/usr/bin/env bash
# The examples do what their READMEs say, on a small folder of drawn pictures.
. "$(dirname "$0")/lib.sh"

quietly "$BUILD/tests/draw_pictures" "$place/pictures" 18 0 || finish
quietly "$BUILD/tests/draw_pictures" "$place/others" 1 1
cd "$place" || exit 1
for kind in columns rows checks; do
  prints "test pictures named right: 100 %
others/$kind/0.png: $kind" "$BUILD/bin/classify_pictures" pictures "others/$kind/0.png" 40
  rm pictures.safetensors || fail "classify_pictures left no pictures.safetensors"
done
refused '^classify_pictures: .*no-such.png' "$BUILD/bin/classify_pictures" pictures no-such.png 1
refused '^classify_pictures: folder: others holds fewer than six images' "$BUILD/bin/classify_pictures" others x.png 1

prints "softsign: ok
with a slip: gradcheck: backward against finite differences: input 0 at (0, 0): backward gives -0.476657, expected -0.158886" \
  "$BUILD/bin/own_operation"
finish
