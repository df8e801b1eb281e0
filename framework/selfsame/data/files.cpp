#include "selfsame/data/files.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <zlib.h>

namespace selfsame::data {

namespace fs = std::filesystem;

FileContent read_file(const Source& source, const std::string& path, Index limit) {
  std::error_code failure;
  require_file(fs::is_regular_file(path, failure), source, path, "is missing");
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose_r);
  require_file(file != nullptr, source, path, "cannot be opened; is it readable?");
  gzbuffer(file.get(), 1U << 18);

  FileContent content;
  const auto expected = static_cast<std::size_t>(fs::file_size(path, failure));
  content.bytes.resize(std::max<std::size_t>(failure ? 0 : expected, 1U << 12));
  std::size_t filled = 0;
  while (static_cast<Index>(filled) < limit) {
    if (filled == content.bytes.size()) content.bytes.resize(2 * filled);
    const std::size_t room = std::min<std::size_t>(content.bytes.size() - filled, 1U << 30);
    const int got = gzread(file.get(), content.bytes.data() + filled, static_cast<unsigned>(room));
    int code = Z_OK;
    const char* reason = gzerror(file.get(), &code);
    if (code == Z_BUF_ERROR) content.whole = false;
    require_file(got >= 0 || code == Z_BUF_ERROR, source, path, "holds damaged gzip data (", reason, ")");
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  content.bytes.resize(filled);
  return content;
}

namespace {

// Where `directory/name` is, as it has been called: with ".gz"; with a dot before the format of an IDX file
// (train-images.idx3-ubyte), as tools that unpack write it; and as a file in a folder of its own name, as Kaggle packs
// it. Empty where nothing of that is there.
std::string existing(const std::string& directory, const std::string& name) {
  std::vector<std::string> names{name};
  const std::size_t format = name.rfind("-idx");
  if (format != std::string::npos) {
    names.push_back(name);
    names.back()[format] = '.';
  }
  std::error_code ignored;
  for (const std::string& spelled : names) {
    for (const char* ending : {"", ".gz"}) {
      std::string path = directory + "/" + spelled + ending;
      if (fs::is_directory(path, ignored)) {
        for (const std::string& inner : names) {
          for (const char* inner_ending : {"", ".gz"}) {
            std::string nested = path + "/" + inner + inner_ending;
            if (fs::is_regular_file(nested, ignored)) return nested;
          }
        }
      } else if (fs::exists(path, ignored)) {
        return path;
      }
    }
  }
  return {};
}

}  // namespace

std::string find_directory(const Source& source, const std::vector<std::string>& directories,
                           const std::vector<std::string>& files) {
  std::string looked;
  for (const std::string& directory : directories) {
    for (const std::string& file : files) {
      if (!existing(directory, file).empty()) return directory;
    }
    looked += (looked.empty() ? "" : ", ") + directory;
  }
  throw Error(concat(source.set, ": ", files.front(), " is missing; looked in ",
                     looked.empty() ? "no folder, as neither --data-dir nor SELFSAME_DATA names one" : looked, "; ",
                     source.remedy));
}

std::string find_file(const Source& source, const std::string& directory, const std::string& name) {
  std::string path = existing(directory, name);
  require_file(!path.empty(), source, directory + "/" + name, "is missing");
  return path;
}

std::string grouped(Index number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<Index>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

}  // namespace selfsame::data
