#include "selfsame/io/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "selfsame/core/error.hpp"

namespace selfsame::io {

namespace {

std::string reason(int error) { return std::strerror(error); }

// Writes, syncs and closes; returns 0 or the error of the first step that failed.
int write_and_sync(const std::string& path, const std::string& bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return errno;
  int error = 0;
  for (std::size_t done = 0; done < bytes.size() && error == 0;) {
    const ssize_t written = ::write(file, bytes.data() + done, bytes.size() - done);
    if (written >= 0) {
      done += static_cast<std::size_t>(written);
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  // Some file systems report a full disk only here; those that cannot sync say EINVAL.
  if (error == 0 && ::fsync(file) != 0 && errno != EINVAL) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  return error;
}

}  // namespace

void write_file(const std::string& path, const std::string& bytes) {
  const std::string part = path + ".part";
  int error = write_and_sync(part, bytes);
  if (error == 0 && std::rename(part.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(part.c_str());
    throw Error(concat(path, ": cannot be written: ", reason(error), "; make room or choose another place"));
  }
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
