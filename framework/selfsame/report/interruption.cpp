#include "selfsame/report/interruption.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "selfsame/core/ranks.hpp"

namespace selfsame::report {
namespace {

volatile std::sig_atomic_t asked_by = 0;
bool wanted = false;
int loops = 0;  // that are running, one inside the other
constexpr std::array<int, 2> signals = {SIGINT, SIGTERM};
std::array<struct sigaction, signals.size()> before;  // what was done with them outside of loops

// Two, of which one is whole while the other is written: a signal comes at any moment.
std::array<std::array<char, 160>, 2> where{};
std::atomic<const char*> whole_where{nullptr};

void note(int signal) {
  asked_by = signal;
  const char* text = whole_where;
  if (text && ::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;  // stderr is closed: nobody listens
}

}  // namespace

void stop_on_signals() { wanted = true; }

StopBetweenSteps::StopBetweenSteps() {
  if (!wanted || loops++ > 0) return;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (::sigaction(signals[i], nullptr, &before[i]) != 0 || before[i].sa_handler == SIG_IGN) continue;
    struct sigaction ours {};
    ours.sa_handler = note;
    ours.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    ::sigemptyset(&ours.sa_mask);
    ::sigaction(signals[i], &ours, nullptr);
  }
}

StopBetweenSteps::~StopBetweenSteps() {
  if (!wanted || --loops > 0) return;
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before[i], nullptr);
}

void say_where(const std::string& loop, Index step) {
  if (!several_ranks() || !is_first_rank()) return;
  auto& next = where[whole_where == where[0].data() ? 1 : 0];
  std::snprintf(next.data(), next.size(), "rank 0: asked to stop, in %.80s, step %td\n", loop.c_str(), step);
  whole_where = next.data();
}

bool stop_asked() { return asked_by != 0; }

void agree_on_stop() {
  if (!several_ranks()) return;
  const int mine = asked_by;
  const std::vector<int> all = gathered(&mine, 1);
  asked_by = *std::max_element(all.begin(), all.end());
}

void stop_if_asked() {
  const int signal = asked_by;
  asked_by = 0;
  if (signal == 0) return;
  transport().barrier();  // the first rank may still be writing its checkpoint, and a launcher ends all with the first
  throw Interrupted(signal);
}

void end_by_signal(int signal) {
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::_Exit(128 + signal);
}

}  // namespace selfsame::report
