/// \file
/// Checkpoints: what a computation needs to go on where it was, in one file that says whether it is whole.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "selfsame/core/error.hpp"
#include "selfsame/core/xt.hpp"

namespace selfsame::io {

/// Named arrays, and facts that an array of `Scalar` cannot hold exactly: counters, states of generators, names.
struct Checkpoint {
  std::vector<std::pair<std::string, Array>> arrays;  ///< parameters, averages, moments, by name
  std::map<std::string, std::string> facts;           ///< the rest, each as a text

  /// A fact. \throws Error if it is missing
  const std::string& fact(const std::string& name) const;
};

/// Thrown where a file is not what was written: cut short, or changed since. An older one may serve.
class DamagedFile : public Error {
 public:
  using Error::Error;
};

/// Writes a checkpoint as a safetensors file whose `__metadata__` holds the facts, the type of the numbers and a
/// CRC-32 of the whole file. The file appears under its name only when it is whole and on the disk.
/// \throws Error  if it cannot be written; what was there before is then still there
void save_checkpoint(const std::string& path, const Checkpoint& checkpoint);

/// The bytes of the file that `save_checkpoint` writes.
std::string checkpoint_bytes(const Checkpoint& checkpoint);

/// Reads what `save_checkpoint` wrote.
/// \throws DamagedFile  if it is cut short, changed since, or no checkpoint
/// \throws Error        if it cannot be read, or was written by the build for the other type (float, double)
Checkpoint load_checkpoint(const std::string& path);

}  // namespace selfsame::io
