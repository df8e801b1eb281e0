#!/usr/bin/env bash
# The numbers of pages come from stored runs: right, and refused in one line where they cannot be.
set -u
tool=${BUILD:-build}/docs/stored_results
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# stored_run NAME: a run whose results are the rows on standard input.
stored_run() {
  mkdir -p "$scratch/runs/$1"
  echo '{}' >"$scratch/runs/$1/run.json"
  {
    echo dataset,method,labels,split,seed,metric,value,updates,images_seen,train_seconds,run
    cat
  } >"$scratch/runs/$1/results.csv"
}
stored_run t02_clothes <<'CSV'
shapes,supervised,40,0,0,test_accuracy,60,10,100,12.4,1
shapes,supervised,40,1,1,test_accuracy,70,10,100,12.2,1
shapes,simclr,40,0,0,test_accuracy,65,10,100,20,1
shapes,simclr,40,1,1,test_accuracy,71,10,100,21,1
shapes,supervised,all,0,0,test_accuracy,92.75,10,100,99,1
CSV
stored_run t03_planes <<'CSV'  # several data sets, and a metric whose rows have longer names
moons,supervised,2,0,0,test_accuracy,60,10,100,1,1
moons,simclr,2,0,0,test_accuracy,70,10,100,1,1
flat,simclr,2,0,0,test_accuracy,80,10,100,1,1
flat,random,2,0,0,test_accuracy,50,10,100,1,1
moons,"sensor, offset 2",2,0,0,dial_accuracy,50.5,10,100,1,1
flat,"sensor, offset 2",2,0,0,dial_accuracy,40,10,100,1,1
CSV
stored_run trials <<'CSV'  # of several lengths, on validation images
shapes,simclr_1p_probe,40,0,0,validation_accuracy,60,10,1000,1,1
shapes,simclr_1p_probe,40,1,1,validation_accuracy,62,10,1000,1,1
shapes,simclr_10p_probe,40,0,0,validation_accuracy,70,100,10000,1,1
shapes,supervised_1p,40,0,0,validation_accuracy,55,10,500,1,1
CSV

# page TEXT: what becomes of it; a refusal's line comes out in its place.
page() {
  mkdir -p "$scratch/pages"
  printf '/** \\page t02_clothes\n\\section t02_results Results\n%s\n\\section t02_wrong Wrong\nhalf is 0.5\n*/\n' "$1" \
    >"$scratch/pages/t02_clothes.dox"
  "$tool" "$scratch/runs" "$scratch/pages" 2>&1 && sed -n 3p "$scratch/pages/t02_clothes.dox"
}
expect() {  # expect TEXT PATTERN
  local found
  found=$(page "$1")
  [[ "$found" == $2 ]] || fail "$1: found \"$found\", expected \"$2\""
}
expect 'it got \result{t02_clothes simclr 40}.' 'it got 68.0 ± 4.2.'
expect '\result{t02_clothes simclr 40 gain}' '+3.0 ± 2.8'
expect '\result{t02_clothes simclr 40 gain_mean} of \result{t02_clothes simclr 40 splits}' '+3.0 of 2'
expect '\result{t02_clothes simclr 40 gain split=1}' '+1.0'
expect '\result{t02_clothes supervised all mean}' '92.8'
expect '\result{t02_clothes supervised 40 seconds}' '12'
expect '\result{t02_clothes supervised 40 gain over=simclr}' '-3.0 ± 2.8'
expect '\results_grid{t02_clothes}' '\\verbatim'
page '\results_grid{trials metric=validation_accuracy}' >/dev/null
grep -qE '^simclr_1p_probe +61.0' "$scratch/pages/t02_clothes.dox" || fail "the grid does not show the metric asked for"
expect '\result{t03_planes "sensor, offset 2" 2 metric=dial_accuracy data=moons}' '50.5'
expect '\results_figure{t02_clothes curve rows=simclr} "Who gains"' '\\image html curve.svg "Who gains"'
grep -q 'simclr' "$scratch/pages/curve.svg" || fail "curve.svg does not show the row that was asked for"
grep -q 'supervised' "$scratch/pages/curve.svg" && fail "curve.svg shows a row that was not asked for"
expect '\results_seen{trials seen 40 rows=simclr_probe} "Passes"' '\\image html seen.svg "Passes"'
grep -q '61 % after 1,000 images, 70 % after 10,000 images' "$scratch/pages/seen.svg" || fail "seen.svg has other points"
grep -q 'supervised' "$scratch/pages/seen.svg" && fail "seen.svg shows a row that was not asked for"
printf 'three gradients agree\n' >"$scratch/runs/t02_clothes/output.txt"
expect '\results_output{t02_clothes}' '\\verbatim'
grep -qx 'three gradients agree' "$scratch/pages/t02_clothes.dox" || fail "what the program printed is not on the page"
mkdir "$scratch/more"
echo 'got \result{t02_clothes simclr 40 mean}' >"$scratch/more/own.dox"
"$tool" "$scratch/runs" "$scratch/pages" "$scratch/more" || fail "a second folder of pages"
grep -qx 'got 68.0' "$scratch/more/own.dox" || fail "the pages of a second folder got no numbers"
# table TEXT, then the lines of the table on standard input.
table() {
  page "$1" >/dev/null
  diff <(sed -n '/^.verbatim/,/^.endverbatim/p' "$scratch/pages/t02_clothes.dox" | sed '1d;$d') - || fail "$1: is not its table"
}
table '\results_table{t02_clothes 40 rows=supervised,simclr}' <<'TABLE'
method        accuracy        gain  seconds
supervised  65.0 ± 7.1           -       12
simclr      68.0 ± 4.2  +3.0 ± 2.8       21
TABLE
table '\results_table{t02_clothes rows=supervised}' <<'TABLE'
method      labels    accuracy  seconds
supervised      40  65.0 ± 7.1       12
supervised     all        92.8       99
TABLE
table '\results_table{t03_planes 2 metric=dial_accuracy data=flat}' <<'TABLE'
method            accuracy  seconds
sensor, offset 2      40.0      1.0
TABLE
table '\results_grid{t03_planes 2}' <<'TABLE'
method      moons  flat
supervised   60.0     -
simclr       70.0  80.0
random          -  50.0
TABLE
table '\results_worth{t02_clothes 4000}' <<'TABLE'
method          40
simclr  66 (1.6 x)
TABLE
expect 'a rate of `0.03` and \f$\tau = 0.5\f$ stand in code' 'a rate of*'
# What must be refused, each in one line that says where.
expect 'it got 92.8' 't02_clothes, Results: a typed number can go stale; *it got 92.8'
printf '\\section t04_results Results\n\\result{t02_clothes simclr 40}, not 92.8\n' >"$scratch/pages/t04_boots.dox"
expect '' 't04_boots, Results: a typed number can go stale; *not 92.8'  # no run of its own, numbers of another
rm "$scratch/pages/t04_boots.dox"
expect '\result{t02_clothes simclr 100}' 't02_clothes: \\result{t02_clothes simclr 100}: * has no test_accuracy of simclr with 100 labels'
expect '\result{t03_clothes simclr 40}' '*there is no stored run t03_clothes; tools/refresh *'
expect '\result{t02_clothes simclr 40 median}' '*expected accuracy, mean, gain*'
expect '\result{t02_clothes supervised all gain}' '*has no gain*'
expect '\result{t02_clothes supervised 40 gain over=pirl}' '*has no gain: no pirl row beside it'
expect '\results_figure{t02_clothes curve rows=pirl}' '*the run t02_clothes has no row pirl'
expect '\results_figure{t02_clothes}' '*expected \\results_figure{RUN NAME *'
expect '\results_seen{trials seen 40 rows=rotation}' '*no row is rotation after some passes'
expect '\results_seen{trials seen 100}' '*there is no row to draw*'
expect '\results_seen{trials seen}' '*expected \\results_seen{RUN NAME LABELS*'
expect '\results_output{t03_planes}' '*the run t03_planes has kept no output.txt; tools/refresh t03_planes makes it'
expect '\results_table{t02_clothes rows=supervised,simsiam}' '*the run t02_clothes has no row simsiam'
expect '\results_table{t02_clothes row=supervised}' '*row=supervised: no such setting; expected *'
expect '\results_grid{t02_clothes 250}' '*the run t02_clothes has no such row'
expect '\results_worth{t02_clothes}' '*expected \\results_worth{RUN ALL}*'
expect '\results_worth{t03_planes 4000}' '*supervised was measured with 1 numbers of labels*'
expect '\result{t02_clothes simclr many}' '*is no number of labels*'
expect '\result{t03_planes simclr 2}' '*several data sets; add data=NAME'
expect '\result{t02_clothes simclr 40' '*the closing } is missing'
# What is older than its sources is said below the table.
below() {  # below TEXT LINE: the line about older rows, if any
  local found
  page "$1" >/dev/null
  found=$(grep ' measured before ' "$scratch/pages/t02_clothes.dox")
  [ "$found" = "$2" ] || fail "$1: below it found \"$found\", expected \"$2\""
}
below '\results_table{t02_clothes}' ''
echo '{"owed": [{"last_run": 1, "why": "streams had names"}]}' >"$scratch/runs/t02_clothes/sources.json"
below '\results_table{t02_clothes}' 'These rows were measured before streams had names.'
sed -i '/,all,/s/1$/2/' "$scratch/runs/t02_clothes/results.csv"
below '\results_grid{t02_clothes}' 'Rows with 40 labels were measured before streams had names.'
below '\results_table{t02_clothes all}' ''
echo 'no object' >"$scratch/runs/t02_clothes/sources.json"
expect 'nothing' '*sources.json: is not what tools/refresh writes*'
rm "$scratch/runs/t02_clothes/sources.json"
rm "$scratch/runs/t02_clothes/run.json"
expect 'nothing' '*a stored run without run.json*'

# The README's tables, too, are what the board measured: the first in its quick profile, the second in the full one.
mkdir -p "$scratch/readme"
echo '\results_table{board_quick}' >"$scratch/readme/quick.dox"
for labels in 40 100 250 1000 4000; do
  row="| $(sed -E 's/([0-9])([0-9]{3})$/\1,\2/' <<<"$labels") |"
  for method in supervised simclr self_training fixmatch simclr_graph simclr_graph_fixmatch simclr_pixels_graph; do
    row+=" \\result{board $method $labels} |"
  done
  echo "$row"
done >"$scratch/readme/readme.dox"
"$tool" tutorials/results "$scratch/readme" || fail "README's table: a row of it is not among the board's results"
while read -r line; do
  grep -qxF -- "$line" README.md || fail "README.md: its table has no line \"$line\", which is what the board measured"
done <"$scratch/readme/readme.dox"
diff <(sed -n '/^method /,/^```/p' README.md | sed '$d') <(sed -n '/^method /,/^.endverbatim/p' "$scratch/readme/quick.dox" |
  sed '$d') || fail "README.md: its first table is not what the board measured in its quick profile"

tools/refresh --self-test || fail "tools/refresh --self-test"
tools/refresh --check || fail "stored runs are older than their sources"
exit $((failures > 0))
