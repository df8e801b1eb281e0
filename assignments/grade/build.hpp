/// \file
/// Compiling a starter's test programs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "assignment.hpp"

namespace grade {

/// Whether a program was built, and if not, why.
struct Built {
  bool ok = true;
  std::string note;  ///< the first error, with its file and line
  std::string text;  ///< all the compiler said
};

/// How to build a starter.
struct BuildOptions {
  std::string folder;                    ///< the starter
  std::string build;                     ///< where it is built
  std::string held;                      ///< folder of further tests, or empty
  std::string sanitize;                  ///< sanitizers, or empty
  std::vector<std::string> definitions;  ///< further -D of CMake
};

/// Configures where needed, and builds the test programs of these tasks; returns what became of each program, by its
/// name: "test_t1", and "held_t1" where there is a held-out test. \throws Fault if CMake itself fails
std::map<std::string, Built> build(const BuildOptions& options, const std::vector<Task>& tasks);

}  // namespace grade
