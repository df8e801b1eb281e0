/// \file
/// A directory that is gone when the test is over.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

struct TemporaryDirectory {
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "selfsame-test-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string file(const std::string& name) const { return path + "/" + name; }
  bool has(const std::string& name) const { return std::filesystem::exists(file(name)); }
  std::string path;
};
