#!/usr/bin/env bash
# A machine without MPI: what is built there says so, and asks for no header of MPI's.
set -u
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Where neither mpicc nor pkg-config's files are found, CMake still makes a target of the name MPI::MPI_CXX.
PKG_CONFIG_LIBDIR=/nowhere cmake -S . -B "$scratch" -G Ninja -Wno-dev -DMPI_EXECUTABLE_SUFFIX=.none >"$scratch/log" 2>&1 ||
  { cat "$scratch/log"; exit 1; }
if grep -q 'distributed/mpi\.cpp' "$scratch/build.ninja" || ! grep -q 'distributed/without_mpi\.cpp' "$scratch/build.ninja"; then
  echo "FAILED: without MPI: compiles $(grep -o 'distributed/[a-z_]*mpi\.cpp' "$scratch/build.ninja" | sort -u), expected without_mpi.cpp"
  exit 1
fi
