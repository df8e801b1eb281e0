/// \file
/// Starting other programs: compilers, which are trusted, and test cases, which run a student's code and are not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "confine.hpp"

namespace grade {

/// What became of a case, a task, or a build.
enum class State { pass, fail, todo, crash, timeout, memory, build, missing };

/// "PASS", "FAIL", ...
const char* name_of(State state);

/// What a command printed, stderr included, and how it ended.
struct Output {
  int status = 0;    ///< exit status; 128 + the signal if one ended it
  std::string text;  ///< everything it printed
};

/// Runs a trusted command and waits for it.
Output run_command(const std::vector<std::string>& words);

/// One test case to be run.
struct CaseRequest {
  std::string program;     ///< the test program
  unsigned index = 0;      ///< of the case in its source file, counted from 1
  std::string name;        ///< what the case must call itself
  std::uint64_t seed = 1;  ///< of random inputs
  Limits limits;           ///< on the process
  Confinement use;         ///< what confines it beyond limits
};

/// How a test case went.
struct CaseResult {
  std::string name;
  State state = State::missing;
  std::string note;  ///< the first thing that went wrong; empty if nothing did
  double seconds = 0;
  std::string printed;  ///< the first few kilobytes of what it printed
};

/// Runs one case in a process of its own, confined, in an empty folder that is removed afterwards. The case is believed
/// only if its report arrives over the socket that it was given, carries the nonce that it was given, names the case
/// that was asked for, and comes from object files of the student's folder. What it prints proves nothing.
CaseResult run_case(const CaseRequest& request);

}  // namespace grade
