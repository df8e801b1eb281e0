/// \file
/// Files that are whole or not there: written beside their final name, synced, then renamed.
#pragma once

#include <string>

namespace selfsame::io {

/// Writes `bytes` to `path`: first to `path`.part, which is synced and renamed, so that `path` is never half-written.
///
/// \throws Error  that names the path and the system's reason (full disk, no permission, ...); the .part file is
/// removed
void write_file(const std::string& path, const std::string& bytes);

/// The bytes of a file. \throws Error that names the path and the reason
std::string read_file(const std::string& path);

/// Creates the directory, with its parents, where missing, and checks by a trial that a file can be written in it:
/// better now than after an hour of training.
///
/// \throws Error  that names the directory and the reason and asks for another `--out`
void prepare_output_directory(const std::string& directory);

}  // namespace selfsame::io
