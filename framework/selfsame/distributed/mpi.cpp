// MPI's side of a Transport, in its C interface: what clusters have.
#include <mpi.h>

#include <chrono>
#include <limits>

#include "selfsame/core/error.hpp"
#include "selfsame/distributed/mpirun.hpp"

namespace selfsame::distributed {
namespace {

MPI_Datatype type_of(const float* /*values*/) { return MPI_FLOAT; }
MPI_Datatype type_of(const double* /*values*/) { return MPI_DOUBLE; }

// MPI counts in int.
int count_of(Index n) {
  require<Error>(n <= std::numeric_limits<int>::max(), "mpi: a message of ", n, " values is too long; at most ",
                 std::numeric_limits<int>::max());
  return static_cast<int>(n);
}

class Mpi final : public Transport {
 public:
  Mpi() {
    // Gradients travel while batch norms exchange their sums: each kind has a communicator of its own.
    MPI_Comm_dup(MPI_COMM_WORLD, &gradients_);
    int rank = 0, size = 0, here = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    MPI_Comm host{};
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank, MPI_INFO_NULL, &host);
    MPI_Comm_size(host, &here);
    MPI_Comm_free(&host);
    rank_ = rank, size_ = size, here_ = here;
  }
  Mpi(const Mpi&) = delete;
  Mpi& operator=(const Mpi&) = delete;
  ~Mpi() override {
    MPI_Comm_free(&gradients_);
    MPI_Finalize();
  }

  Index rank() const override { return rank_; }
  Index size() const override { return size_; }
  Index on_this_host() const override { return here_; }
  double seconds() const override { return seconds_; }
  void abort(int status) override { MPI_Abort(MPI_COMM_WORLD, status); }

  void sum(float* values, Index n) override { sum_of(values, n); }
  void sum(double* values, Index n) override { sum_of(values, n); }

  void start_sum(Scalar* values, Index n) override {
    const Timer timer(seconds_);
    MPI_Iallreduce(MPI_IN_PLACE, values, count_of(n), type_of(values), MPI_SUM, gradients_, &started_.emplace_back());
  }

  void finish_sums() override {
    const Timer timer(seconds_);
    MPI_Waitall(count_of(static_cast<Index>(started_.size())), started_.data(), MPI_STATUSES_IGNORE);
    started_.clear();
  }

  void gather(const void* mine, void* all, const std::vector<Index>& bytes) override {
    const Timer timer(seconds_);
    std::vector<int> counts, begins;
    Index begin = 0;
    for (const Index n : bytes) {
      counts.push_back(count_of(n));
      begins.push_back(count_of(begin));
      begin += n;
    }
    MPI_Allgatherv(mine, counts[static_cast<std::size_t>(rank_)], MPI_BYTE, all, counts.data(), begins.data(), MPI_BYTE,
                   MPI_COMM_WORLD);
  }

  void broadcast(void* values, Index bytes) override {
    const Timer timer(seconds_);
    MPI_Bcast(values, count_of(bytes), MPI_BYTE, 0, MPI_COMM_WORLD);
  }

  void barrier() override {
    const Timer timer(seconds_);
    MPI_Barrier(MPI_COMM_WORLD);
  }

 private:
  using Clock = std::chrono::steady_clock;

  // Adds to a number of seconds what passes while it lives.
  class Timer {
   public:
    explicit Timer(double& seconds) : seconds_(seconds), began_(Clock::now()) {}
    ~Timer() { seconds_ += std::chrono::duration<double>(Clock::now() - began_).count(); }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

   private:
    double& seconds_;
    Clock::time_point began_;
  };

  template <class Number>
  void sum_of(Number* values, Index n) {
    const Timer timer(seconds_);
    MPI_Allreduce(MPI_IN_PLACE, values, count_of(n), type_of(values), MPI_SUM, MPI_COMM_WORLD);
  }

  MPI_Comm gradients_{};
  Index rank_ = 0, size_ = 1, here_ = 1;
  double seconds_ = 0;
  std::vector<MPI_Request> started_;
};

}  // namespace

std::unique_ptr<Transport> mpirun() {
  if (launched_processes() == 1) return nullptr;
  int granted = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &granted);  // only this thread sends
  require<Error>(granted >= MPI_THREAD_FUNNELED, "mpi: this library of MPI allows no other threads beside its own");
  return std::make_unique<Mpi>();
}

}  // namespace selfsame::distributed
