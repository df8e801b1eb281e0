// Work shared out among processes: each number is done once, number 0 by the first rank, and whatever texts it leaves
// reach that rank. `mpirun -np P share_out`, and `share_out N` for work that fails at number N.
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "selfsame/core/error.hpp"
#include "selfsame/distributed/mpirun.hpp"

using namespace selfsame;

namespace {

// What a rank makes of a number: of some, megabytes.
std::string text_of(Index number, Index rank) {
  return concat(number, " by ", rank, std::string(number % 5 == 4 ? 3000000 : 1, '\0'));
}

// All numbers in one list, in which each rank counts its own.
bool each_once(Index n) {
  std::vector<double> done(static_cast<std::size_t>(n)), taken(done);
  const Index rank = transport().rank();
  bool ok = true;
  const auto work = [&](Index number) {
    if (number == 0 && rank != 0) ok = false;
    if (several_ranks()) ok = false;
    ++done[static_cast<std::size_t>(number)];
    std::this_thread::sleep_for(std::chrono::milliseconds(number % 3));
    return text_of(number, rank);
  };
  const auto take = [&](Index number, Index from, const std::string& text) {
    if (rank != 0 || text != text_of(number, from)) ok = false;
    ++taken[static_cast<std::size_t>(number)];
  };
  share_out(n, work, take);
  transport().sum(done.data(), n);
  transport().sum(taken.data(), n);
  for (Index i = 0; i < n; ++i) {
    ok = ok && done[static_cast<std::size_t>(i)] == 1 && taken[static_cast<std::size_t>(i)] == 1;
  }
  double wrong = ok ? 0 : 1;
  transport().sum(&wrong, 1);
  return wrong == 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::unique_ptr<Transport> ranks = distributed::mpirun();
  if (!ranks) {
    std::printf("FAILED: one process alone; start it as mpirun -np 3 share_out\n");
    return 1;
  }
  const UseTransport together(*ranks);
  bool ok = true;
  try {
    const Index fails = argc > 1 ? std::atoll(argv[1]) : -1;
    const auto work = [fails](Index number) -> std::string {
      if (number == fails) throw Error(concat("number ", number, " fails"));
      return "";
    };
    if (argc > 1) share_out(20, work, [](Index, Index, const std::string&) {});
    for (const Index n : {50, 1, 0, 2, 50}) {
      const bool right = each_once(n);
      if (is_first_rank()) std::printf("%s %td numbers\n", right ? "ok    " : "FAILED", n);
      ok = ok && right;
    }
  } catch (const std::exception& error) {
    std::printf("rank %td: %s\n", ranks->rank(), error.what());
    std::fflush(stdout);
    ranks->abort(1);
  }
  return ok ? 0 : 1;
}
