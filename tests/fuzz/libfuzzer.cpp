// The same targets under libFuzzer: fuzz TARGET CORPUS... [-max_total_time=120 ...]
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "targets.hpp"

using namespace selfsame;

namespace {

fuzz::Target chosen = nullptr;

}  // namespace

// The first argument is ours; libFuzzer gets the others.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  const auto& targets = fuzz::targets();
  const auto target = *argc > 1 ? targets.find((*argv)[1]) : targets.end();
  if (target == targets.end()) {
    for (const auto& [name, ignored] : targets) std::cout << name << "\n";
    std::cout << std::flush;
    std::_Exit(*argc > 1 ? 2 : 0);
  }
  chosen = target->second;
  (*argv)[1] = (*argv)[0];
  ++*argv;
  --*argc;
  static std::ostringstream help;  // options ask for it now and then
  std::cout.rdbuf(help.rdbuf());
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::run(chosen, std::string(reinterpret_cast<const char*>(bytes), size));
  return 0;
}
