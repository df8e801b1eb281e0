#include "selfsame/data/folder_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "selfsame/core/error.hpp"

namespace selfsame::data {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().front() == '.'; }

// By its name, whatever the format: one that cannot be read is to be heard of, not passed over.
bool is_image(const fs::path& path) {
  static const std::array endings{".png",  ".jpg",  ".jpeg", ".gif",  ".bmp", ".tif", ".tiff",
                                  ".webp", ".heic", ".avif", ".jfif", ".ppm", ".pgm"};
  std::string ending = path.extension().string();
  for (char& c : ending) c = 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;  // in Turkey too
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

// What is in a directory, hidden entries aside, sorted: directory order differs from machine to machine.
std::vector<fs::path> entries_of(const fs::path& directory) {
  std::vector<fs::path> entries;
  std::error_code failure;
  for (fs::directory_iterator entry(directory, failure), end; !failure && entry != end; entry.increment(failure)) {
    if (!is_hidden(entry->path())) entries.push_back(entry->path());
  }
  require<Error>(!failure, "folder: ", directory.string(), " cannot be listed (", failure.message(), ")");
  std::sort(entries.begin(), entries.end());
  return entries;
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
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
    if (is_folder(entry)) {
      collect(entry, above, found);
    } else {
      (is_image(entry) ? found.images : found.others).push_back(entry.string());
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
  for (const fs::path& entry : entries_of(directory)) {
    if (is_folder(entry)) names.push_back(entry.filename().string());
  }
  return names;
}

std::vector<std::string> images_in(const std::string& directory) {
  std::vector<std::string> images;
  for (const fs::path& entry : entries_of(directory)) {
    if (is_image(entry) && !is_folder(entry)) images.push_back(entry.string());
  }
  return images;
}

}  // namespace selfsame::data
