#include "selfsame/report/interruption.hpp"

#include <array>
#include <csignal>
#include <cstdlib>

namespace selfsame::report {
namespace {

volatile std::sig_atomic_t asked_by = 0;
bool wanted = false;
int loops = 0;  // that are running, one inside the other
constexpr std::array<int, 2> signals = {SIGINT, SIGTERM};
std::array<struct sigaction, signals.size()> before;  // what was done with them outside of loops

void note(int signal) { asked_by = signal; }

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

bool stop_asked() { return asked_by != 0; }

void stop_if_asked() {
  const int signal = asked_by;
  asked_by = 0;
  if (signal != 0) throw Interrupted(signal);
}

void end_by_signal(int signal) {
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::_Exit(128 + signal);
}

}  // namespace selfsame::report
