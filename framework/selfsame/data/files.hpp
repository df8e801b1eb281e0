/// \file
/// What the readers of data files share: bytes, and errors that tell how to get a whole file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "selfsame/core/error.hpp"
#include "selfsame/core/types.hpp"

namespace selfsame::data {

/// Which data set a file belongs to, for the errors about it.
struct Source {
  std::string set;     ///< "fashion-mnist"
  std::string remedy;  ///< "fetch it again with tools/get_data fashion-mnist"
};

/// Throws an Error "set: file problem; remedy" unless `condition` holds.
template <class... Parts>
void require_file(bool condition, const Source& source, const std::string& path, const Parts&... problem) {
  if (!condition) throw Error(concat(source.set, ": ", path, " ", concat(problem...), "; ", source.remedy));
}

/// The content of a file. `whole` is false if it is compressed and the compressed data ends too early.
struct FileContent {
  std::vector<std::uint8_t> bytes;  ///< decompressed
  bool whole = true;                ///< false if the compressed data ends too early
};

/// Reads a file, unpacking it if it is gzip (which its first bytes decide, not its name).
///
/// \param limit  stop after this many bytes of content: a damaged header must not fill the memory
/// \throws Error  if the file is missing, unreadable, or its compressed data is damaged other than by being cut short
FileContent read_file(const Source& source, const std::string& path, Index limit = Index{1} << 33);

/// The first of `directories` that holds at least one of `files`, each in any of the spellings of `find_file`.
/// \throws Error  if none does: it lists where it looked
std::string find_directory(const Source& source, const std::vector<std::string>& directories,
                           const std::vector<std::string>& files);

/// Where the file is: `directory/name`, `name.gz`, with a dot for the hyphen before "idx3-ubyte" as some unpackers
/// write it, or a file of such a name in a folder of such a name, as Kaggle packs it. \throws Error  if it is nowhere
std::string find_file(const Source& source, const std::string& directory, const std::string& name);

/// "47,040,000".
std::string grouped(Index number);

}  // namespace selfsame::data
