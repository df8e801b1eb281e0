#!/usr/bin/env bash
# The library as a part of somebody else's build: FetchContent of an archive, then add_subdirectory. Compiled once, for
# both, and without optimisation, which is three times as fast.
. "$(dirname "$0")/lib.sh"

# Nothing but what the library is built from.
tar -czf "$scratch/selfsame.tar.gz" -C "$tree" CMakeLists.txt cmake framework
project="$place/project"
mkdir "$project"
cp "$here/CMakeLists.txt" "$here"/program*.cpp "$project"
configure=(cmake -G Ninja -S "$project" -B "$project/build" -DCMAKE_CXX_FLAGS=-O0 -DCMAKE_EXPORT_COMPILE_COMMANDS=ON)

quietly "${configure[@]}" -DHOW=FetchContent "-DSELFSAME_ARCHIVE=file://$scratch/selfsame.tar.gz" &&
  quietly cmake --build "$project/build" -j 2 || finish
said=$("$project/build/program") || fail "FetchContent: the program ends with status $?"
echo "$said" | grep -Eq '^loss [0-9.]+, gradient [0-9.]+$' || fail "FetchContent: the program printed '$said'"
fast_blas "$project/build/program_blas"

# The choices are the project's: none of ours arrived there.
commands=$project/build/compile_commands.json
for option in -march -Werror -Wall -O3 -DNDEBUG; do
  grep -q -- "$option" "$commands" && fail "$option is forced on a project around the library"
done
grep -q 'selfsame_f64.dir.*-o' <(ls -R "$project/build") && fail "selfsame_f64 was built, which nothing there links"

# add_subdirectory, in a project that is C++20: the library stays C++17 and is not compiled again.
quietly "${configure[@]}" -DHOW=add_subdirectory -DCMAKE_CXX_STANDARD=20 || finish
quietly cmake --build "$project/build" -j 2 || finish
compiled=$(grep -c 'Building CXX object' "$scratch/log")
[ "$compiled" -le 3 ] || fail "add_subdirectory compiled $compiled files; expected the programs, and build_info.cpp at most"
grep -Eq 'std=(c|gnu)\+\+20.*/program.cpp' "$commands" || fail "the program was not compiled as the C++20 asked for"
prints "$said" "$project/build/program"
finish
