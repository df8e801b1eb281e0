// The test program of a task. Started by a person, it is an ordinary doctest program; started by the grader, it runs
// the one case that it is told to, and reports over a socket.
#define DOCTEST_CONFIG_IMPLEMENT
#define DOCTEST_CONFIG_NO_POSIX_SIGNALS  // a crash is to end the process, where the grader sees it
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <string>

#include "session.hpp"

extern const char* const* const course_origins[];  // generated for each task: where its object files were compiled from

namespace course {

Session& session() {
  static Session the_one;
  return the_one;
}

namespace {

// Runs before the constructors of the student's files, so that these find neither the socket nor the nonce.
__attribute__((constructor(101))) void open_session() {
  const char* number = std::getenv("COURSE_SOCKET");
  if (!number) return;
  Session& s = session();
  const int given = std::atoi(number);
  unsetenv("COURSE_SOCKET");
  s.socket = fcntl(given, F_DUPFD_CLOEXEC, 64);
  close(given);
  std::string text;
  for (char c = 0; read(s.socket, &c, 1) == 1 && c != '\n';) text += c;
  std::istringstream(text) >> s.nonce >> s.index >> s.seed;
}

std::string on_one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

// Keeps the name of the case and the first thing that went wrong, and reports at the end.
struct Reporter : doctest::IReporter {
  explicit Reporter(const doctest::ContextOptions&) {}

  void fail(const std::string& state, const std::string& message) {
    if (this->state != "PASS") return;
    this->state = state;
    this->message = on_one_line(message);
  }

  void test_case_start(const doctest::TestCaseData& data) override { name = data.m_name; }
  void test_case_exception(const doctest::TestCaseException& e) override {
    const std::string text = e.error_string.c_str();
    const bool memory = text.find("bad_alloc") != std::string::npos;
    fail(memory ? "MEMORY" : "FAIL", memory ? "asked for more memory than there is" : "threw: " + text);
  }
  void log_assert(const doctest::AssertData& data) override {
    if (!data.m_failed) return;
    std::string text = std::string(data.m_expr) + " is " + data.m_decomp.c_str();
    if (data.m_threw) text = std::string(data.m_expr) + " threw: " + data.m_exception.c_str();
    fail("FAIL", text);
  }
  void log_message(const doctest::MessageData& data) override {
    if (data.m_severity & doctest::assertType::is_warn) return;
    fail("FAIL", data.m_string.c_str());
  }
  void test_run_end(const doctest::TestRunStats& stats) override {
    std::string origins;
    for (const char* const* const* origin = course_origins; *origin; ++origin) origins += std::string(**origin) + ' ';
    if (session().todo) {
      state = "TODO";
      message = "not solved yet";
    }
    const std::string report = session().nonce + '\n' + name + '\n' + origins + '\n' + state + '\n' +
                               std::to_string(stats.numAsserts) + '\n' + message + '\n';
    _exit(write(session().socket, report.data(), report.size()) < 0 ? 3 : 0);
  }
  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_end(const doctest::CurrentTestCaseStats&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}

  std::string name, state = "PASS", message;
};
DOCTEST_REGISTER_REPORTER("course", 1, Reporter);

}  // namespace
}  // namespace course

int main(int argc, char** argv) {
  doctest::Context context(argc, argv);
  if (course::session().socket < 0) return context.run();
  const int index = static_cast<int>(course::session().index);
  context.setOption("reporters", "course");
  context.setOption("first", index);
  context.setOption("last", index);
  context.run();
  return 3;  // the reporter ends the process
}
