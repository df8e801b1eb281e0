#!/bin/sh
# Gradescope runs this once, as root, while it makes the image: installs what Selfsame needs, and builds all that
# submissions share. The zip lies unpacked in /autograder/source; AUTOGRADER names another place, for trying it out.
set -eu
root=${AUTOGRADER:-/autograder}

if [ "${1:-}" != --built ]; then # for a try on a machine where all of this is installed
  apt-get update
  apt-get install -y --no-install-recommends g++ cmake ninja-build binutils doctest-dev libxtensor-dev \
    libxtensor-blas-dev libxsimd-dev libopenblas-openmp-dev nlohmann-json3-dev libcli11-dev zlib1g-dev libpng-dev \
    libjpeg-dev
fi

starter=$root/source/starter
set --
[ ! -d "$root/source/held" ] || set -- --held "$root/source/held"
sh "$starter/grade" --submission "$starter" "$@" # 0 points, and everything is compiled
