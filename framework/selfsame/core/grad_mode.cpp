#include "selfsame/core/grad_mode.hpp"

#include <cstdlib>
#include <string>
#include <utility>

namespace selfsame {
namespace {
thread_local bool grad_on = true;

bool asked_for_checks() {
  const char* set = std::getenv("SELFSAME_ANOMALY");
  const std::string asked = set != nullptr ? set : "";
  return !asked.empty() && asked != "0";
}

thread_local bool anomaly_on = asked_for_checks();
}  // namespace

bool grad_enabled() { return grad_on; }
NoGrad::NoGrad() : before_(std::exchange(grad_on, false)) {}
NoGrad::~NoGrad() { grad_on = before_; }

bool anomaly_checked() { return anomaly_on; }
AnomalyGuard::AnomalyGuard() : before_(std::exchange(anomaly_on, true)) {}
AnomalyGuard::~AnomalyGuard() { anomaly_on = before_; }

}  // namespace selfsame
