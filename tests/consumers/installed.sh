#!/usr/bin/env bash
# The installed library outside the tree: find_package and pkg-config, other standards and instruction sets than its own,
# and the examples as projects of their own.
. "$(dirname "$0")/lib.sh"

quietly cmake --install "$BUILD" --prefix "$place/first" || finish
prefix="$place/prefix"
mv "$place/first" "$prefix"  # an installation may be moved
[ -e "$prefix/include/selfsame/core/tensor.hpp" ] || fail "core/tensor.hpp is not installed"
[ -e "$prefix/include/selfsame/kernels/vectors.hpp" ] && fail "kernels/vectors.hpp is internal, but installed"

project="$place/project"
mkdir "$project"
cp "$here/CMakeLists.txt" "$here"/program*.cpp "$project"
configure=(cmake -G Ninja -S "$project" -B "$project/build" "-DCMAKE_PREFIX_PATH=$prefix" -DHOW=find_package)
refused 'selfsame.*version "9.9"|requested version "9.9"' "${configure[@]}" -DWANTED=9.9
rm -rf "$project/build"
quietly "${configure[@]}" -DWANTED=0.1 && quietly cmake --build "$project/build" -j 2 || finish
said=$("$project/build/program") || fail "find_package: the program ends with status $?"
echo "$said" | grep -Eq '^loss [0-9.]+, gradient [0-9.]+$' || fail "find_package: the program printed '$said'"
prints "$said" "$project/build/program_native"
prints "(3, 4) (3,) 4 12" "$project/build/program_cpp20"
prints "128 128" "$project/build/program_blas"
fast_blas "$project/build/program_blas"

# By hand, with pkg-config; what it prints is quoted for a shell, hence eval.
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig:$(echo "$prefix"/lib/*/pkgconfig)
cxx=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "$BUILD/CMakeCache.txt")
for static in --static ''; do
  words=$(pkg-config $static --cflags --libs selfsame) || fail "pkg-config $static selfsame: status $?"
  eval "quietly '$cxx' -std=c++17 '$project/program_blas.cpp' -o '$place/by hand' $words" && fast_blas "$place/by hand"
done
eval "quietly '$cxx' -std=c++17 '$project/program.cpp' -o '$place/by hand' $words" && prints "$said" "$place/by hand"
version=$(sed -n 's/^project(selfsame VERSION \([0-9.]*\).*/\1/p' "$tree/CMakeLists.txt")
prints "$version" pkg-config --modversion selfsame

# What cannot work is refused in one sentence.
cflags="-Wfatal-errors -fsyntax-only $(pkg-config --cflags selfsame)"
eval "refused 'selfsame needs C\+\+17 or newer' '$cxx' -std=c++14 '$project/program.cpp' $cflags"
eval "refused 'selfsame needs XTENSOR_USE_XSIMD' '$cxx' -std=c++17 '$project/program.cpp' $cflags -UXTENSOR_USE_XSIMD"

# The examples, each copied out of the tree.
for example in classify_pictures own_operation; do
  cp -r "$tree/examples/$example" "$place/$example"
  quietly cmake -G Ninja -S "$place/$example" -B "$place/$example/build" "-DCMAKE_PREFIX_PATH=$prefix" &&
    quietly cmake --build "$place/$example/build" -j 2
done
quietly "$place/own_operation/build/own_operation"
refused 'usage: classify_pictures FOLDER PICTURE' "$place/classify_pictures/build/classify_pictures"
finish
