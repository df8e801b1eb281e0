/// \file
/// Which files of a folder of class folders are images of which class, and what lies there besides.
/// Internal to data/folder.cpp.
#pragma once

#include <string>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame::data {

/// An image file and the number of its class.
struct LabelledFile {
  std::string path;  ///< of the file
  Index label;       ///< class, 0..classes-1
};

/// The files below a folder, split into those that are read and the others.
struct FolderFiles {
  std::vector<std::string> images;  ///< those whose names end like a picture's, sorted by path
  std::vector<std::string> others;  ///< further files, and folders that lead back to where the search came from
};

/// All files below `directory` at any depth, links followed, as torchvision's ImageFolder does. Names that begin with a
/// dot are those of tools: here and below they are passed over.
/// \throws Error  if a folder cannot be listed
FolderFiles files_below(const std::string& directory);

/// The folders in `directory`, sorted by name.
/// \throws Error  if it cannot be listed
std::vector<std::string> folders_in(const std::string& directory);

/// The paths of images in `directory` itself, not in a folder below, sorted.
/// \throws Error  if it cannot be listed
std::vector<std::string> images_in(const std::string& directory);

}  // namespace selfsame::data
