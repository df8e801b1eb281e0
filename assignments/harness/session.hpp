/// \file
/// The conversation between a test program and the grader that started it.
#pragma once

#include <cstdint>
#include <string>

/// Helpers of the course's tests.
namespace course {

/// What the grader asked for, over a socket that is read and hidden before any code of the student runs.
struct Session {
  int socket = -1;         ///< -1 where a person started the program
  std::string nonce;       ///< a report without it is not believed
  unsigned index = 0;      ///< the case to run, counted from 1
  std::uint64_t seed = 1;  ///< of random inputs
  bool todo = false;       ///< whether a missing solution was called, even if the exception was caught
};

Session& session();  ///< the one session of this process

}  // namespace course
