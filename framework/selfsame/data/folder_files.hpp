/// \file
/// Which files of a folder of class folders are images of which class, and what lies there besides.
#pragma once

#include <string>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame::data {

/// An image file and the number of its class.
struct LabelledFile {
  std::string path;
  Index label;
};

/// The files below a folder, split into those that are read and the others.
struct FolderFiles {
  std::vector<std::string> images;  ///< .png, .jpg, .jpeg in whatever case, sorted by path
  std::vector<std::string> others;  ///< further files, and folders that lead back to where the search came from
};

/// All files below `directory` at any depth, links followed, as torchvision's ImageFolder does. Names that begin with a
/// dot are those of tools, not of images, and count as others.
/// \throws Error  if a folder cannot be listed
FolderFiles files_below(const std::string& directory);

/// The folders in `directory`, sorted by name, without those that begin with a dot.
/// \throws Error  if it cannot be listed
std::vector<std::string> folders_in(const std::string& directory);

/// Whether `directory` holds an image file itself, not only in a folder below.
bool has_images_itself(const std::string& directory);

}  // namespace selfsame::data
