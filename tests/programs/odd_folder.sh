#!/usr/bin/env bash
# A folder of images that are not square, and one that is untidy: what turns images by quarters says so before any
# training, the rest runs; what is left out is said, and with --strict refused.
. "$(dirname "$0")/lib.sh"
[ "$sets" = fashion-mnist ] || finish
folder="--dataset folder --data-dir tests/fixtures/not_square --profile smoke --steps 2 --labels 4 --threads 1"
case $program in
  t04_rotation | t06_pirl | t10_transductive)
    expect 2 "^$program: .*turns images by quarters.* 32 x 20 pixels; --image-size" "$run" $folder --out "$scratch/out"
    grep -q '%  step' "$scratch/stderr" && fail "$program trained before it looked at the images"
    ;;
  t02_supervised)
    cp -r tests/fixtures/not_square "$scratch/own"
    echo none >"$scratch/own/a/notes.txt"
    echo none >"$scratch/own/b/img005b.jpg"
    own=${folder/tests\/fixtures\/not_square/$scratch\/own}
    expect 0 "^$program: folder: images left out, as they cannot be read: 1, the first: .*b/img005b.jpg: " \
      "$run" $own --out "$scratch/out"
    grep -q "^$program: folder: files left out, as they are no images: 1, .*a/notes.txt$" "$scratch/stderr" ||
      fail "$program says nothing of notes.txt"
    expect 1 "^$program: folder: .*a/notes.txt is no image of a class; .*--strict" \
      "$run" $own --strict --out "$scratch/out"
    rm "$scratch/own/a/notes.txt"
    expect 1 "^$program: .*b/img005b.jpg: is neither PNG nor JPEG" "$run" $own --strict --out "$scratch/out"
    ;;
  board)
    expect 0 "" "$run" $folder --out "$scratch/out"
    grep -q '^simclr ' "$scratch/stdout" || fail "$program left SimCLR out"
    grep -q '^rotation ' "$scratch/stdout" && fail "$program has a row of rotation"
    expect 0 "" "$run" $folder --image-size 28 --out "$scratch/square"
    grep -q '^rotation ' "$scratch/stdout" || fail "$program left rotation out"
    ;;
esac
expect 2 "^$program: --image-size" "$run" --dataset shapes --image-size 16 --out "$scratch/out"
finish
