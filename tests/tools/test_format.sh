#!/usr/bin/env bash
# Every .cpp and .hpp of ours is as clang-format 14 writes it. Other versions wrap some lines otherwise, so that where
# version 14 is not installed nothing is checked.
set -u
cd "$(dirname "$0")/../.." || exit 1

clang_format=''
for name in clang-format-14 clang-format; do
  if command -v "$name" >/dev/null && "$name" --version | grep -q 'version 14\.'; then clang_format=$name; break; fi
done
if [ -z "$clang_format" ]; then
  echo "clang-format 14 is not installed here, so the format of the files is not checked."
  exit 0
fi

# A file that was removed but not yet committed is no file.
files=()
while IFS= read -r file; do
  if [ -f "$file" ]; then files+=("$file"); fi
done < <(git ls-files '*.cpp' '*.hpp' | grep -E '^(framework|tutorials|assignments|examples|tests|docs)/')
if [ ${#files[@]} -eq 0 ]; then
  echo "FAILED: expected .cpp and .hpp files in framework, tutorials, assignments, examples, tests and docs; git ls-files names none" >&2
  exit 1
fi

# The check must be able to fail.
if printf 'int  f( );\n' | "$clang_format" --dry-run -Werror --assume-filename=x.cpp 2>/dev/null; then
  echo "FAILED: $clang_format accepts a line with two spaces too many; is .clang-format there?" >&2
  exit 1
fi

if ! output=$("$clang_format" --dry-run -Werror "${files[@]}" 2>&1); then
  echo "$output" | grep -E ': (error|warning):' >&2 || echo "$output" >&2
  echo "FAILED: the lines above are not as $clang_format writes them; run: $clang_format -i FILE" >&2
  exit 1
fi
echo "all ${#files[@]} files are formatted"
