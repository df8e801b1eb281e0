#!/usr/bin/env bash
# selfsame/selfsame.hpp names every public header, and nothing else; CHANGELOG.md knows the version.
. "$(dirname "$0")/lib.sh"

cd framework || exit 1
grep -rL 'Internal to [a-z]*/' --include='*.hpp' selfsame | grep -vx 'selfsame/selfsame.hpp' | sort >"$scratch/public"
sed -n 's/^#include "\(.*\)"$/\1/p' selfsame/selfsame.hpp | sort >"$scratch/named"
while read -r header; do
  fail "selfsame/selfsame.hpp does not include $header; add it, or say in it whose it is: Internal to kernels/"
done < <(comm -23 "$scratch/public" "$scratch/named")
while read -r header; do
  fail "selfsame/selfsame.hpp includes $header, which is internal or not there"
done < <(comm -13 "$scratch/public" "$scratch/named")

version=$(sed -n 's/^project(selfsame VERSION \([0-9.]*\).*/\1/p' "$tree/CMakeLists.txt")
grep -q "^## \[$version\]" "$tree/CHANGELOG.md" || fail "CHANGELOG.md has no section [$version], the version of CMakeLists.txt"
finish
