#!/usr/bin/env bash
# The set-up tools: what they say where nothing is missing, where this is not Debian, and to wrong options.
set -u
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# With every package there, one line and no call of apt-get.
mkdir "$scratch/debian"
printf '#!/bin/sh\necho installed\n' >"$scratch/debian/dpkg-query"
printf '#!/bin/sh\necho "apt-get was called: $*" >&2\nexit 1\n' >"$scratch/debian/apt-get"
chmod +x "$scratch"/debian/*
output=$(PATH=$scratch/debian:$PATH tools/setup --test 2>&1) || fail "with everything there: $output"
[ "$(echo "$output" | grep -c '')" -eq 1 ] || fail "with everything there, more than one line: $output"

# With one package missing, it is named and installed after an update.
printf '#!/bin/sh\n[ "$4" = cmake ] && exit 1\necho installed\n' >"$scratch/debian/dpkg-query"
printf '#!/bin/sh\necho "$*" >>%s/calls\n' "$scratch" >"$scratch/debian/apt-get"
printf '#!/bin/sh\nexec "$@"\n' >"$scratch/debian/sudo"
chmod +x "$scratch/debian/sudo"
output=$(PATH=$scratch/debian:$PATH tools/setup 2>&1) || fail "with one missing: $output"
echo "$output" | grep -q 'installing 1 of .* packages: cmake$' || fail "with one missing: $output"
[ "$(cat "$scratch/calls")" = "update
install -y --no-install-recommends cmake" ] || fail "apt-get was called so: $(cat "$scratch/calls")"

# A failing apt-get is told with its own last lines.
printf '#!/bin/sh\necho "E: no network"\nexit 100\n' >"$scratch/debian/apt-get"
output=$(PATH=$scratch/debian:$PATH tools/setup 2>&1) && fail "a failing apt-get went unnoticed"
echo "$output" | grep -q 'E: no network' || fail "a failing apt-get: $output"

# Names of packages follow the system and the compiler. On an untried system that is said, with what to do.
list() { env "$@" tools/setup --test --list; }
system_is() { printf 'ID=%s\nVERSION_ID="%s"\n' "$1" "$2" >"$scratch/os-release"; }
export OS_RELEASE=$scratch/os-release
system_is debian 13
list CXX= | grep -q '^clang-' && fail "Debian 13 has no clang-format-14, which tools/setup asks for"
[ "$(list CXX=/usr/bin/clang++-19 | head -n 3 | tr '\n' ' ')" = "clang-19 libomp-19-dev libclang-rt-19-dev " ] || fail "CXX=clang++-19: $(list CXX=clang++-19)"
[ "$(list CXX=clang++ | head -n 3 | tr '\n' ' ')" = "clang libomp-dev libclang-rt-dev " ] || fail "CXX=clang++: $(list CXX=clang++)"
[ "$(list CXX=g++-14 | head -n 1)" = g++-14 ] || fail "CXX=g++-14: $(list CXX=g++-14)"
system_is debian 12
list CXX= | grep -qx clang-format-14 || fail "Debian 12 has clang-format-14, which tools/setup does not ask for"
system_is slackware 15
output=$(PATH=$scratch/debian:$PATH tools/setup 2>&1) && fail "a failing apt-get went unnoticed on an untried system"
echo "$output" | grep -q 'its last lines are above; slackware 15 is untried. .*Debian 13' || fail "on an untried system: $output"
unset OS_RELEASE

# Elsewhere: what to install, and status 1.
mkdir "$scratch/elsewhere"
for tool in bash env sed printf cat basename; do ln -s "$(command -v $tool)" "$scratch/elsewhere/$tool"; done
output=$(PATH=$scratch/elsewhere "$scratch/elsewhere/bash" tools/setup 2>&1)
[ $? -eq 1 ] || fail "elsewhere: expected exit status 1"
echo "$output" | grep -q '^  libxtensor-dev$' || fail "elsewhere: $output"

for tool in setup quickstart test; do
  output=$(tools/$tool --wrong 2>&1)
  [ $? -eq 2 ] || fail "tools/$tool --wrong: expected exit status 2"
  [ "${output#tools/$tool: --wrong: unknown option}" != "$output" ] || fail "tools/$tool --wrong: $output"
  tools/$tool --help | grep -q . || fail "tools/$tool --help says nothing"
done
[ "$failures" -eq 0 ] || exit 1
echo "all as expected"
