/// \file
/// What is fuzzed: each reader of files or options, as a function of one file's bytes.
#pragma once

#include <map>
#include <string>

namespace selfsame::fuzz {

/// Reads the bytes. It may throw `Error`, which is how a reader refuses; whatever else happens is a finding.
using Target = void (*)(const std::string& bytes);

/// The readers by name; each has a folder of that name in corpus/.
const std::map<std::string, Target>& targets();

/// Calls one of them and takes its refusals.
void run(Target target, const std::string& bytes);

}  // namespace selfsame::fuzz
