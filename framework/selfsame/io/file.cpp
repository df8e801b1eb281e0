#include "selfsame/io/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "selfsame/core/error.hpp"

namespace selfsame::io {

namespace {

std::string reason(int error) { return std::strerror(error); }

// The functions below return 0 or the error of the first step that failed.
int write_all(int file, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = ::write(file, bytes.data() + done, bytes.size() - done);
    if (written >= 0) {
      done += static_cast<std::size_t>(written);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

// Some file systems report a full disk only here; those that cannot sync say EINVAL.
int sync_file(int file) { return ::fsync(file) != 0 && errno != EINVAL ? errno : 0; }

int write_and_sync(const std::string& path, const std::string& bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return errno;
  int error = write_all(file, bytes);
  if (error == 0) error = sync_file(file);
  if (::close(file) != 0 && error == 0) error = errno;
  return error;
}

// Makes a rename in it last. The file is in place already: a folder that cannot be synced is no failure.
void sync_directory_of(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  const int file = ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

[[noreturn]] void refuse_write(const std::string& path, int error) {
  throw Error(concat(path, ": cannot be written: ", reason(error), "; make room or choose another place"));
}

}  // namespace

void write_file(const std::string& path, const std::string& bytes) {
  const std::string part = path + ".part";
  int error = write_and_sync(part, bytes);
  if (error == 0 && std::rename(part.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(part.c_str());
    refuse_write(path, error);
  }
  sync_directory_of(path);
}

void remove_leftovers(const std::string& directory) {
  static const std::vector<std::string> kinds = {".csv",         ".json", ".html", ".svg",
                                                 ".safetensors", ".tsv",  ".png",  ".pbtxt"};
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    const std::filesystem::path& path = entry.path();
    const std::string kind = path.extension() == ".part" ? path.stem().extension().string() : "";
    const bool ours = std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    const bool trial = path.filename().string().rfind(".trial-", 0) == 0;
    if (ours || trial) std::filesystem::remove(path, error);
  }
}

void AppendedFile::open(const std::string& path, const std::string& first_line) {
  close();
  path_ = path;
  file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file_ < 0) refuse_write(path_, errno);
  struct stat found {};
  if (::fstat(file_, &found) == 0 && found.st_size == 0) write(first_line);
}

void AppendedFile::write(const std::string& bytes) {
  if (const int error = write_all(file_, bytes)) refuse_write(path_, error);
}

void AppendedFile::sync() {
  if (file_ < 0) return;
  if (const int error = sync_file(file_)) refuse_write(path_, error);
}

void AppendedFile::close() {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
}

DirectoryLock::DirectoryLock(const std::string& directory)
    : directory_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  // File systems without locks let everybody in.
  if (directory_ < 0 || ::flock(directory_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  ::close(directory_);
  throw Error(concat("--out ", directory, ": another run is writing there; let it end or choose another --out"));
}

DirectoryLock::~DirectoryLock() {
  if (directory_ >= 0) ::close(directory_);
}

std::string read_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (file && file.peek() != std::ifstream::traits_type::eof()) bytes << file.rdbuf();
  if (!file.is_open() || file.bad()) {
    throw Error(concat(path, ": cannot be read: ", reason(errno != 0 ? errno : EIO)));
  }
  return bytes.str();
}

void prepare_output_directory(const std::string& directory) {
  const auto refuse = [&directory](const std::string& why) {
    throw Error(concat("--out ", directory, ": cannot be written to: ", why, "; choose another --out"));
  };
  if (directory.empty()) throw UsageError("--out: the name of the directory is empty");
  std::error_code error, ignored;
  if (std::filesystem::exists(directory, ignored) && !std::filesystem::is_directory(directory, ignored)) {
    refuse("it is a file, not a directory");
  }
  std::filesystem::create_directories(directory, error);
  if (!std::filesystem::is_directory(directory, ignored)) refuse(error.message());

  const std::string trial = (std::filesystem::path(directory) / concat(".trial-", ::getpid())).string();
  const int failed = write_and_sync(trial, std::string(4096, ' '));
  ::unlink(trial.c_str());
  if (failed != 0) refuse(reason(failed));
}

}  // namespace selfsame::io
