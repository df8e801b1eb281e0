#!/usr/bin/env bash
# The numbers of pages come from stored runs: right, and refused in one line where they cannot be.
set -u
tool=${BUILD:-build}/docs/stored_results
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

mkdir -p "$scratch/runs/t02_clothes"
echo '{}' >"$scratch/runs/t02_clothes/run.json"
cat >"$scratch/runs/t02_clothes/results.csv" <<'CSV'
dataset,method,labels,split,seed,metric,value,updates,images_seen,train_seconds,run
shapes,supervised,40,0,0,test_accuracy,60,10,100,12.4,1
shapes,supervised,40,1,1,test_accuracy,70,10,100,12.2,1
shapes,simclr,40,0,0,test_accuracy,65,10,100,20,1
shapes,simclr,40,1,1,test_accuracy,71,10,100,21,1
shapes,supervised,all,0,0,test_accuracy,92.75,10,100,99,1
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
expect '\results_grid{t02_clothes}' '\\verbatim'
expect 'a rate of `0.03` and \f$\tau = 0.5\f$ stand in code' 'a rate of*'
# What must be refused, each in one line that says where.
expect 'it got 92.8' 't02_clothes, Results: a typed number can go stale; *it got 92.8'
expect '\result{t02_clothes simclr 100}' 't02_clothes: \\result{t02_clothes simclr 100}: * has no test_accuracy of simclr with 100 labels'
expect '\result{t03_clothes simclr 40}' '*there is no stored run t03_clothes; tools/refresh *'
expect '\result{t02_clothes simclr 40 median}' '*expected accuracy, mean, gain*'
expect '\result{t02_clothes supervised all gain}' '*has no gain*'
expect '\result{t02_clothes simclr many}' '*is no number of labels*'
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

# The README's table, too, is what the board measured.
mkdir -p "$scratch/readme"
for labels in 40 100 250 1000; do
  row="| $(printf "%'d" $labels | sed 's/^1000$/1,000/') |"
  for method in supervised simclr fixmatch simclr_graph simclr_graph_fixmatch; do
    row+=" \\result{board $method $labels} |"
  done
  echo "$row"
done >"$scratch/readme/readme.dox"
"$tool" tutorials/results "$scratch/readme" || fail "README's table: a row of it is not among the board's results"
while read -r line; do
  grep -qxF -- "$line" README.md || fail "README.md: its table has no line \"$line\", which is what the board measured"
done <"$scratch/readme/readme.dox"

tools/refresh --self-test || fail "tools/refresh --self-test"
tools/refresh --check || fail "stored runs are older than their sources"
exit $((failures > 0))
