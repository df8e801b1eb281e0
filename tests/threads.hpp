/// \file
/// Running with another number of threads: results must be the same bits for any.
#pragma once

#include "selfsame/core/parallel.hpp"

/// While it lives, loops use this many threads, also more than the machine has cores, which `set_num_threads` refuses.
class Threads {
 public:
  explicit Threads(int n) : before_(selfsame::num_threads()) { set(n); }
  ~Threads() { set(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  static void set(int n);
  int before_;
};

/// What `run` returns with this many threads.
template <class F>
auto with_threads(int n, F&& run) {
  const Threads threads(n);
  return run();
}
