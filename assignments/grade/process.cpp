#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <random>
#include <sstream>

#include "assignment.hpp"

namespace grade {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kept_bytes = 8 << 10;     // of what a case prints
constexpr std::size_t allowed_bytes = 1 << 20;  // more ends it

// A descriptor that is closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void reset(int number = -1) {
    if (number_ >= 0) close(number_);
    number_ = number;
  }
  int get() const { return number_; }

 private:
  int number_;
};

// Processor time of a process and its threads so far; 0 if it has ended.
double seconds_computed(pid_t process) {
  clockid_t clock = 0;
  timespec used{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &used) != 0) return 0;
  return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));  // execve wants it so
  pointers.push_back(nullptr);
  return pointers;
}

std::string random_word() {
  std::random_device source;
  std::ostringstream text;
  for (int i = 0; i < 4; ++i) text << std::hex << source();
  return text.str();
}

std::string name_of_signal(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "segmentation fault: an index or a pointer outside of its array";
    case SIGABRT:
      return "aborted";
    case SIGFPE:
      return "integer division by zero";
    case SIGBUS:
      return "bus error";
    case SIGILL:
      return "illegal instruction";
    default:
      return std::string("ended by signal ") + strsignal(signal);
  }
}

// The last line that is not empty.
std::string last_line(const std::string& text) {
  std::istringstream stream(text);
  std::string last;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

// Everything this process has started, directly or through children that ended, is ended.
void end_descendants(pid_t child) {
  kill(-child, SIGKILL);
  while (true) {
    const pid_t gone = waitpid(-1, nullptr, WNOHANG);
    if (gone == 0) {  // some are alive: those that left the process group became children of this process
      std::ostringstream path;
      path << "/proc/self/task/" << getpid() << "/children";
      std::istringstream children(read_file(path.str()));
      for (pid_t pid = 0; children >> pid;) kill(pid, SIGKILL);
      usleep(1000);
    } else if (gone < 0) {
      return;
    }
  }
}

[[noreturn]] void become_case(const CaseRequest& request, const std::string& folder, int socket, int output) {
  setpgid(0, 0);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  const int given = dup(socket);
  for (int other = 3; other < 256; ++other) {
    if (other != given) close(other);
  }
  if (chdir(folder.c_str()) != 0) _exit(127);
  std::vector<std::string> environment{"COURSE_SOCKET=" + std::to_string(given), "OMP_NUM_THREADS=2",
                                       "OMP_WAIT_POLICY=passive", "ASAN_OPTIONS=detect_leaks=0"};
  std::vector<std::string> words{"case"};
  const int program = open(request.program.c_str(), O_PATH | O_CLOEXEC);  // nobody may not know the way to it
  confine(request.limits, request.use, request.program, folder);
  syscall(SYS_execveat, program, "", pointers_to(words).data(), pointers_to(environment).data(), AT_EMPTY_PATH);
  _exit(127);
}

// The report's six lines, or nothing if it is not to be believed.
bool read_report(const std::string& text, const std::string& nonce, const CaseRequest& request, CaseResult& result) {
  std::istringstream stream(text);
  std::array<std::string, 6> lines;
  for (std::string& line : lines) {
    if (!std::getline(stream, line)) return false;
  }
  const auto& [said_nonce, name, origins, state, asserts, message] = lines;
  if (said_nonce != nonce) return false;
  if (name != request.name) {
    throw Fault(request.program + ": case " + std::to_string(request.index) + " calls itself '" + name +
                "', expected '" + request.name + "'; a name must be one string, on the line of TEST_CASE");
  }
  std::istringstream folders(origins);
  int own = 0;
  for (std::string folder; folders >> folder; ++own) {
    if (folder != "student") throw Fault(request.program + ": linked with the file in " + folder + "/");
  }
  if (own == 0) throw Fault(request.program + ": not linked with any file of the student");
  result.note = message;
  for (const State s : {State::pass, State::fail, State::todo, State::memory}) {
    if (state == name_of(s)) result.state = s;
  }
  if (result.state == State::pass && asserts == "0") {
    throw Fault(request.program + ": the case '" + name + "' checks nothing");
  }
  return true;
}

}  // namespace

const char* name_of(State state) {
  constexpr std::array<const char*, 8> names{"PASS", "FAIL", "TODO", "CRASH", "TIMEOUT", "MEMORY", "BUILD", "MISSING"};
  return names.at(static_cast<std::size_t>(state));
}

Output run_command(const std::vector<std::string>& words) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw Fault("cannot make a pipe");
  const pid_t child = fork();
  if (child < 0) throw Fault("cannot start a process");
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    execvp(words[0].c_str(), pointers_to(words).data());
    _exit(127);
  }
  close(ends[1]);
  const Descriptor from(ends[0]);
  Output output;
  std::array<char, 4096> buffer{};
  for (ssize_t n = 0; (n = read(from.get(), buffer.data(), buffer.size())) > 0;) {
    output.text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  int status = 0;
  waitpid(child, &status, 0);
  output.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (output.status == 127) throw Fault(words[0] + ": cannot be started; is it installed?");
  return output;
}

CaseResult run_case(const CaseRequest& request) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  const std::string nonce = random_word();
  std::string folder = (std::filesystem::temp_directory_path() / "grade_XXXXXX").string();
  if (!mkdtemp(folder.data())) throw Fault(folder + ": cannot be made");
  std::array<int, 2> sockets{};
  std::array<int, 2> pipes{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) throw Fault("cannot make a socket");
  if (pipe2(pipes.data(), O_CLOEXEC) != 0) throw Fault("cannot make a pipe");
  const Descriptor socket(sockets[0]);
  const Descriptor printed(pipes[0]);
  const auto start = Clock::now();
  const pid_t child = fork();
  if (child < 0) throw Fault("cannot start a process");
  if (child == 0) become_case(request, folder, sockets[1], pipes[1]);
  setpgid(child, child);
  close(sockets[1]);
  close(pipes[1]);
  const std::string order = nonce + ' ' + std::to_string(request.index) + ' ' + std::to_string(request.seed) + '\n';
  send(socket.get(), order.data(), order.size(), MSG_NOSIGNAL);

  CaseResult result;
  result.name = request.name;
  std::string report;
  std::size_t bytes = 0;
  bool late = false;
  std::array<pollfd, 2> watched{{{socket.get(), POLLIN, 0}, {printed.get(), POLLIN, 0}}};
  std::array<char, 4096> buffer{};
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  // A process that computes, however slowly, has a machine that is busy with other things: it gets more time.
  const auto too_late = [&] {
    const double spent = elapsed();
    const bool waits = seconds_computed(child) < 0.01 * spent;
    return spent > (waits ? wall_seconds(request.limits) : busy_wall_seconds(request.limits));
  };
  // The report is complete with its sixth line; until then, for as long as the process may run.
  while (std::count(report.begin(), report.end(), '\n') < 6 && bytes <= allowed_bytes &&
         (watched[0].fd >= 0 || watched[1].fd >= 0)) {
    late = too_late();
    if (late) break;
    if (poll(watched.data(), watched.size(), 100) <= 0) continue;
    for (std::size_t i = 0; i < watched.size(); ++i) {
      if (watched[i].fd < 0 || !watched[i].revents) continue;
      const ssize_t n = read(watched[i].fd, buffer.data(), buffer.size());
      if (n <= 0) {
        watched[i].fd = -1;  // poll passes over it
        continue;
      }
      const auto length = static_cast<std::size_t>(n);
      if (i == 0) {
        if (report.size() < 1 << 16) report.append(buffer.data(), length);
      } else {
        if (result.printed.size() < kept_bytes) result.printed.append(buffer.data(), length);
        bytes += length;
      }
    }
  }
  const bool reported = !late && read_report(report, nonce, request, result);
  int status = 0;
  bool ended = false;
  while (!reported && bytes <= allowed_bytes && !late && !ended) {  // it closed everything; it may still be running
    ended = waitpid(child, &status, WNOHANG) == child;
    late = too_late();
    if (!ended) usleep(1000);
  }
  result.seconds = elapsed();
  const double computed = ended ? 0 : seconds_computed(child);
  kill(-child, SIGKILL);
  if (!ended) waitpid(child, &status, 0);
  end_descendants(child);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (reported) return result;

  if (bytes > allowed_bytes) {
    result.state = State::crash;
    result.note = "stopped after it had printed a megabyte: a loop that prints?";
  } else if (late || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)) {
    result.state = State::timeout;
    std::ostringstream text;
    if (late) {
      text << "not done after " << std::lround(result.seconds) << " s, of which it computed for "
           << std::round(10 * computed) / 10 << " s: does it wait for something? Is the machine busy?";
    } else {
      text << "not done after " << processor_seconds(request.limits)
           << " s of processor time: a loop that does not end?";
    }
    result.note = text.str();
  } else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
    result.state = State::memory;
    result.note = "ended by the system, which does that when memory runs out";
  } else if (WIFSIGNALED(status)) {
    result.state = State::crash;
    const std::string said = last_line(result.printed);
    result.note = name_of_signal(WTERMSIG(status)) + (said.empty() ? "" : "; it last printed: " + said);
  } else if (WEXITSTATUS(status) == 127) {
    throw Fault(request.program + ": cannot be started");
  } else {
    result.note = "the program ended with exit status " + std::to_string(WEXITSTATUS(status)) +
                  " before the case had reported: does your code call exit()?";
  }
  return result;
}

}  // namespace grade
