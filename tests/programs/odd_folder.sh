#!/usr/bin/env bash
# A folder of images that are not square: what turns them by quarters says so before any training, the rest runs.
. "$(dirname "$0")/lib.sh"
[ "$sets" = fashion-mnist ] || finish
folder="--dataset folder --data-dir tests/fixtures/not_square --profile smoke --steps 2 --labels 4 --threads 1"
case $program in
  t04_rotation | t06_pirl | t10_transductive)
    expect 2 "^$program: .*turns images by quarters.* 32 x 20 pixels; --image-size" "$run" $folder --out "$scratch/out"
    grep -q '%  step' "$scratch/stderr" && fail "$program trained before it looked at the images"
    ;;
  board)
    expect 0 "" "$run" $folder --out "$scratch/out"
    grep -q '^simclr ' "$scratch/stdout" || fail "$program left SimCLR out"
    grep -q '^rotation ' "$scratch/stdout" && fail "$program has a row of rotation"
    ;;
esac
expect 2 "^$program: --image-size" "$run" --dataset shapes --image-size 16 --out "$scratch/out"
finish
