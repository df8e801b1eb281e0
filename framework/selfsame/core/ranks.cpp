#include "selfsame/core/ranks.hpp"

#include <cstdlib>
#include <cstring>
#include <initializer_list>

#include "selfsame/core/error.hpp"

namespace selfsame {
namespace {

// What several ranks do, where there is one: nothing.
class OneProcess final : public Transport {
 public:
  Index rank() const override { return 0; }
  Index size() const override { return 1; }
  void sum(float* /*values*/, Index /*n*/) override {}
  void sum(double* /*values*/, Index /*n*/) override {}
  void start_sum(Scalar* /*values*/, Index /*n*/) override {}
  void finish_sums() override {}
  void gather(const void* mine, void* all, const std::vector<Index>& bytes) override {
    std::memcpy(all, mine, static_cast<std::size_t>(bytes[0]));
  }
  void broadcast(void* /*values*/, Index /*bytes*/) override {}
  void barrier() override {}
  void share_out(Index n, const Work& work, const TakeWork& take) override {
    for (Index i = 0; i < n; ++i) take(i, 0, work(i));
  }
};

OneProcess one_process;
thread_local Transport* connected = &one_process;
thread_local bool alone = false;
thread_local double part = 0;  // 0: no batch was loaded yet, and all ranks have the same rows

template <class Number>
void weighted_sum(Number* values, Index n) {
  if (!several_ranks()) return;
  for (Index i = 0; i < n; ++i) values[i] = static_cast<Number>(static_cast<double>(values[i]) * batch_part());
  transport().sum(values, n);
}

// The value of the first of these variables that is set: of Open MPI, of MPICH and Slurm's pmi2, of Slurm's srun.
Index from_environment(std::initializer_list<const char*> names, Index otherwise) {
  for (const char* name : names) {
    if (const char* text = std::getenv(name)) return std::atoll(text);
  }
  return otherwise;
}

}  // namespace

Index launched_processes() { return from_environment({"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"}, 1); }

bool launched_first() { return from_environment({"OMPI_COMM_WORLD_RANK", "PMI_RANK", "SLURM_PROCID"}, 0) == 0; }

Transport& transport() { return alone ? one_process : *connected; }

bool several_ranks() { return transport().size() > 1; }

bool is_first_rank() { return connected->rank() == 0; }

UseTransport::UseTransport(Transport& transport) : before_(connected) {
  connected = &transport;
  part = 0;
}

UseTransport::~UseTransport() { connected = before_; }

Alone::Alone() : before_(alone) { alone = true; }

Alone::~Alone() { alone = before_; }

void share_out(Index n, const Work& work, const TakeWork& take) {
  Transport& ranks = transport();
  const auto work_alone = [&work](Index number) {
    const Alone now;
    return work(number);
  };
  const auto take_alone = [&take](Index number, Index rank, const std::string& text) {
    const Alone now;
    take(number, rank, text);
  };
  ranks.share_out(n, work_alone, take_alone);
}

Share share_of(Index rows, Index group) {
  const Index ranks = transport().size(), rank = transport().rank(), groups = rows / group;
  require<UsageError>(rows % group == 0, "share_of: ", rows, " rows are not whole groups of ", group);
  require<UsageError>(ranks == 1 || groups >= ranks, "a batch of ", groups, " images does not divide among ", ranks,
                      " processes; start fewer, or train with larger batches");
  return {groups * rank / ranks * group, groups * (rank + 1) / ranks * group};
}

double batch_part() {
  const auto ranks = static_cast<double>(transport().size());
  return ranks == 1 || part == 0 ? 1 / ranks : part;
}

void set_batch_part(double new_part) { part = new_part; }

void mean_over_ranks(float* values, Index n) { weighted_sum(values, n); }
void mean_over_ranks(double* values, Index n) { weighted_sum(values, n); }

void require_same_on_ranks(std::uint64_t hash, const std::string& what) {
  if (!several_ranks()) return;
  const std::vector<std::uint64_t> all = gathered(&hash, 1);
  std::string others;
  for (std::size_t rank = 1; rank < all.size(); ++rank) {
    if (all[rank] != all[0]) others += concat(others.empty() ? "" : ", ", rank);
  }
  require<Error>(others.empty(), "rank ", others, ": other ", what,
                 " than rank 0; start all processes with one command, program, data set and kind of machine");
}

std::string first_ranks(std::string text) {
  std::uint64_t size = text.size();
  transport().broadcast(&size, sizeof size);
  text.resize(size);
  transport().broadcast(text.data(), static_cast<Index>(size));
  return text;
}

bool first_ranks(bool answer) {
  char bit = answer ? 1 : 0;
  transport().broadcast(&bit, 1);
  return bit != 0;
}

}  // namespace selfsame
