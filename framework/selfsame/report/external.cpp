#include "selfsame/report/external.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "selfsame/core/error.hpp"
#include "selfsame/io/file.hpp"

namespace selfsame::report {

namespace {

// A directory of our own that is gone when the figure is drawn.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::error_code failure;
    const auto place = std::filesystem::temp_directory_path(failure);
    const char* const asked = std::getenv("TMPDIR");
    require<Error>(!failure, "TMPDIR: ", asked ? asked : "/tmp", " is no directory; set it to a writable one");
    std::string pattern = (place / "selfsame-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
      throw Error(concat(pattern, ": cannot be created; set TMPDIR to a writable directory"));
    path_ = pattern;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

bool have_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  for (std::string rest = path ? path : ""; !rest.empty();) {
    const std::size_t colon = rest.find(':');
    const std::string directory = rest.substr(0, colon);
    if (!directory.empty() && ::access((directory + "/" + name).c_str(), X_OK) == 0) return true;
    rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
  }
  return false;
}

void check_temporary_directory() { const TemporaryDirectory here; }

std::string output_of(const std::string& command, const std::string& input, const std::string& what) {
  const TemporaryDirectory directory;
  io::write_file(directory.file("input"), input);
  const std::string line =
      concat(command, " ", shell_quoted(directory.file("input")), " > ", shell_quoted(directory.file("output")), " 2> ",
             shell_quoted(directory.file("errors")), " < /dev/null");
  if (std::system(line.c_str()) != 0) {
    std::string message = io::read_file(directory.file("errors"));
    replace_all(message, "\n", " ");
    throw Error(concat(command.substr(0, command.find(' ')), ": could not draw ", what, ": ", message));
  }
  return io::read_file(directory.file("output"));
}

}  // namespace selfsame::report
