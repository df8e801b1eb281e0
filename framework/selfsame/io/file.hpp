/// \file
/// Files that are whole or not there: written beside their final name, synced, then renamed.
#pragma once

#include <string>

namespace selfsame::io {

/// Writes `bytes` to `path`: first to `path`.part, which is synced and renamed, so that `path` is never half-written.
/// The folder is synced as well: after a power cut `path` holds the old bytes or the new ones.
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

/// Removes what programs left in the directory that were killed while they wrote: NAME.part of our kinds of files, and
/// trials. To be called by who holds the directory. One that is not there holds nothing.
void remove_leftovers(const std::string& directory);

/// A file that only grows: what is written has reached the system when `write` returns, and so outlives the program.
class AppendedFile {
 public:
  AppendedFile() = default;
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;
  ~AppendedFile() { close(); }

  /// Opens the file, or makes it with this first line. \throws Error that names the path and the reason
  void open(const std::string& path, const std::string& first_line);
  bool is_open() const { return file_ >= 0; }  ///< whether `write` may be called
  void write(const std::string& bytes);        ///< appends. \throws Error that names the path and the reason
  void sync();                                 ///< returns when what was written would outlive a power cut
  void close();                                ///< nothing where it is not open

 private:
  std::string path_;
  int file_ = -1;
};

/// Holds a directory for one program: a second one is refused, until the first ends in whatever way.
class DirectoryLock {
 public:
  DirectoryLock() = default;
  /// \throws Error  if another program, or another object of this one, holds the directory
  explicit DirectoryLock(const std::string& directory);
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();

 private:
  int directory_ = -1;
};

}  // namespace selfsame::io
