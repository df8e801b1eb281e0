#include "selfsame/data/folder_files.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "selfsame/core/error.hpp"

namespace selfsame::data {
namespace {

namespace fs = std::filesystem;

bool is_image(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return path.filename().string().front() != '.' && (ending == ".png" || ending == ".jpg" || ending == ".jpeg");
}

std::vector<fs::path> entries_of(const fs::path& directory) {
  std::vector<fs::path> entries;
  std::error_code failure;
  for (fs::directory_iterator entry(directory, failure), end; !failure && entry != end; entry.increment(failure)) {
    entries.push_back(entry->path());
  }
  require<Error>(!failure, "folder: ", directory.string(), " cannot be listed (", failure.message(), ")");
  std::sort(entries.begin(), entries.end());  // directory order differs from machine to machine
  return entries;
}

// `above` holds the real paths of the folders on the way here: a link to one of them would lead round in a circle.
void collect(const fs::path& directory, std::vector<fs::path>& above, FolderFiles& found) {
  std::error_code failure;
  const fs::path real = fs::canonical(directory, failure);
  if (failure || std::find(above.begin(), above.end(), real) != above.end()) {
    found.others.push_back(directory.string());
    return;
  }
  above.push_back(real);
  for (const fs::path& entry : entries_of(directory)) {
    const bool hidden = entry.filename().string().front() == '.';
    if (!hidden && fs::is_directory(entry, failure)) {
      collect(entry, above, found);
    } else {
      (is_image(entry) && fs::is_regular_file(entry, failure) ? found.images : found.others).push_back(entry.string());
    }
  }
  above.pop_back();
}

}  // namespace

FolderFiles files_below(const std::string& directory) {
  FolderFiles found;
  std::vector<fs::path> above;
  collect(directory, above, found);
  std::sort(found.images.begin(), found.images.end());
  return found;
}

std::vector<std::string> folders_in(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const fs::path& entry : entries_of(directory)) {
    const std::string name = entry.filename().string();
    if (name.front() != '.' && fs::is_directory(entry, ignored)) names.push_back(name);
  }
  return names;
}

bool has_images_itself(const std::string& directory) {
  std::error_code ignored;
  for (const fs::path& entry : entries_of(directory)) {
    if (is_image(entry) && fs::is_regular_file(entry, ignored)) return true;
  }
  return false;
}

}  // namespace selfsame::data
