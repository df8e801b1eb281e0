#!/usr/bin/env bash
# clang-tidy finds nothing in what changed since it was last recorded; and tools/lint can fail, forgets what changed and
# remembers what did not.
set -u
cd "$(dirname "$0")/../.." || exit 1
command -v python3 >/dev/null || { echo "skipped: needs python3"; exit 0; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# A project of one file and one header, with the same tool, a stand-in for clang-tidy that finds the word "bug" in the
# file or its header, and one for cmake.
project=$scratch/project
mkdir -p "$project/tools" "$project/framework/selfsame" "$project/build/lint" "$scratch/bin"
cp tools/lint "$project/tools/"
echo 'Checks: one' >"$project/.clang-tidy"
printf '#include "selfsame/x.hpp"\n' >"$project/framework/selfsame/x.cpp"
printf 'int x();\n' >"$project/framework/selfsame/x.hpp"
printf '[{"file": "%s"}]' "$project/framework/selfsame/x.cpp" >"$project/build/lint/compile_commands.json"
printf '#!/bin/sh\n' >"$scratch/bin/cmake"
cat >"$scratch/bin/clang-tidy-14" <<'SH'
#!/bin/sh
[ "$1" = --version ] && { echo "LLVM version 14.0.6"; exit 0; }
! grep -n bug framework/selfsame/x.?pp | sed 's/$/ error: a bug [bugprone-word]/' | grep .
SH
chmod +x "$scratch"/bin/*
git -C "$project" init -q && git -C "$project" add framework tools .clang-tidy
lint() { (cd "$project" && PATH=$scratch/bin:$PATH tools/lint "$@") >"$scratch/out" 2>&1; }
says() { grep -q -- "$1" "$scratch/out" || fail "$2: expected \"$1\", found: $(cat "$scratch/out")"; }

lint --check || fail "--check of a file without findings: $(cat "$scratch/out")"
says '1 of 1  framework/selfsame/x.cpp' "what is not recorded is read"
[ ! -e "$project/tools/lint.passed" ] || fail "--check wrote tools/lint.passed"
lint || fail "a file without findings: $(cat "$scratch/out")"
grep -q '^[0-9a-f]* framework/selfsame/x.cpp$' "$project/tools/lint.passed" || fail "what passed is not recorded"
lint --check || fail "--check of what is recorded: $(cat "$scratch/out")"
says 'all 1 files are recorded' "what is recorded is not read again"
echo 'int bug();' >>"$project/framework/selfsame/x.hpp"
lint --check && fail "a finding in a changed header went unnoticed by --check"
says 'bugprone-word' "a finding is shown"
lint && fail "a finding in a changed header went unnoticed"
[ ! -s "$project/tools/lint.passed" ] || fail "a file with findings is still recorded: $(cat "$project/tools/lint.passed")"
printf 'int x();\n' >"$project/framework/selfsame/x.hpp"
lint || fail "after the repair: $(cat "$scratch/out")"
printf 'int  x();  // a function\n' >"$project/framework/selfsame/x.hpp"
lint --check
says 'all 1 files are recorded' "a comment and white space change nothing"
printf 'int  x();  // NOLINT(bugprone-word): a name\n' >"$project/framework/selfsame/x.hpp"
lint --check
says '1 of 1 ' "a silenced check, and the file is read again"
echo 'Checks: two' >"$project/.clang-tidy"
lint --check
says '1 of 1 ' "other checks, and the file is read again"
lint --wrong
[ $? -eq 2 ] || fail "tools/lint --wrong: expected exit status 2"
says '^tools/lint: --wrong: unknown option' "an unknown option"
[ "$failures" -eq 0 ] || exit 1
echo "tools/lint does what it says"

# Our own files.
tools/lint --check
