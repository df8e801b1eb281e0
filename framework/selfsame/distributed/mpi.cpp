// MPI's side of a Transport, in its C interface: what clusters have.
#include <mpi.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

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

// Waiting without keeping a core busy: MPI's own receiving asks again and again.
void nap() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

// The numbers that the first rank gives out: to the others from a thread, so that nobody waits until its own work is
// done. While that lives nobody else calls MPI here. Others ask by sending what they have done, at first nothing, and
// are answered with a number; those who find none left are answered `n` once all is done.
class WorkQueue {
 public:
  struct Done {
    Index number, rank;
    std::string text;
  };

  WorkQueue(MPI_Comm comm, Index n, Index ranks)
      : comm_(comm), n_(n), has_(static_cast<std::size_t>(ranks), n), thread_([this] { answer(); }) {}
  ~WorkQueue() {
    stop_ = true;
    thread_.join();
  }
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  // The first rank has done one and asks for the next; n: none is left.
  Index next() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++done_;
    return next_ < n_ ? next_++ : n_;
  }

  // What others have done since the last call.
  std::vector<Done> arrived() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(arrived_, {});
  }

  // Returns once there is something of that, or all is done: then whether there is something.
  bool wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    news_.wait(lock, [this] { return !arrived_.empty() || done_ == n_; });
    return !arrived_.empty();
  }

  // Returns when all ranks know that all is done.
  void finish() {
    while (!all_told_) nap();
  }

 private:
  void answer() {
    std::vector<int> waiting;
    while (!stop_ && waiting.size() + 1 < has_.size()) {
      MPI_Status status;
      int there = 0, bytes = 0;
      MPI_Iprobe(MPI_ANY_SOURCE, 0, comm_, &there, &status);
      if (!there) {
        nap();
        continue;
      }
      MPI_Get_count(&status, MPI_BYTE, &bytes);
      std::string text(static_cast<std::size_t>(bytes), '\0');
      MPI_Recv(text.data(), bytes, MPI_BYTE, status.MPI_SOURCE, 0, comm_, MPI_STATUS_IGNORE);
      const Index number = keep_and_give(status.MPI_SOURCE, std::move(text));
      number < n_ ? send(number, status.MPI_SOURCE) : waiting.push_back(status.MPI_SOURCE);
    }
    while (!stop_ && !all_done()) nap();
    if (stop_) return;
    for (const int rank : waiting) send(n_, rank);
    all_told_ = true;
  }

  Index keep_and_give(Index rank, std::string text) {
    const std::lock_guard<std::mutex> lock(mutex_);
    Index& number = has_[static_cast<std::size_t>(rank)];
    if (number < n_) {
      arrived_.push_back({number, rank, std::move(text)});
      ++done_;
      news_.notify_one();
    }
    number = next_ < n_ ? next_++ : n_;
    return number;
  }

  bool all_done() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return done_ == n_;
  }

  void send(Index number, int rank) const { MPI_Send(&number, sizeof number, MPI_BYTE, rank, 0, comm_); }

  MPI_Comm comm_;
  Index n_, next_ = 1, done_ = 0;  // the first rank begins with number 0
  std::vector<Index> has_;         // the number that a rank is at; n: none
  std::vector<Done> arrived_;
  std::mutex mutex_;  // of the above
  std::condition_variable news_;
  std::atomic<bool> stop_{false}, all_told_{false};
  std::thread thread_;  // last: it uses all others
};

// The other ranks' side.
void work_for_first(MPI_Comm comm, Index n, const Work& work) {
  std::string done;
  for (Index number = 0;; done = work(number)) {
    MPI_Send(done.data(), count_of(static_cast<Index>(done.size())), MPI_BYTE, 0, 0, comm);
    for (int there = 0; !there;) {
      nap();
      MPI_Iprobe(0, 0, comm, &there, MPI_STATUS_IGNORE);
    }
    MPI_Recv(&number, sizeof number, MPI_BYTE, 0, 0, comm, MPI_STATUS_IGNORE);
    if (number >= n) return;
  }
}

class Mpi final : public Transport {
 public:
  explicit Mpi(bool one_thread_at_a_time) : one_thread_at_a_time_(one_thread_at_a_time) {
    // Gradients travel while batch norms exchange their sums: each kind has a communicator of its own.
    MPI_Comm_dup(MPI_COMM_WORLD, &gradients_);
    MPI_Comm_dup(MPI_COMM_WORLD, &works_);
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
    MPI_Comm_free(&works_);
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

  void share_out(Index n, const Work& work, const TakeWork& take) override {
    require<Error>(one_thread_at_a_time_,
                   "mpi: this library of MPI answers one thread only, and sharing work out takes ",
                   "two in turn (MPI_THREAD_SERIALIZED); install Debian's openmpi-bin, or start one process");
    if (rank_ > 0) return work_for_first(works_, n, work);
    WorkQueue queue(works_, n, size_);
    const auto take_arrived = [&] {
      for (const WorkQueue::Done& done : queue.arrived()) take(done.number, done.rank, done.text);
    };
    for (Index i = 0; i < n; i = queue.next()) {
      take(i, 0, work(i));
      take_arrived();
    }
    while (queue.wait()) take_arrived();
    queue.finish();
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

  bool one_thread_at_a_time_;
  MPI_Comm gradients_{}, works_{};
  Index rank_ = 0, size_ = 1, here_ = 1;
  double seconds_ = 0;
  std::vector<MPI_Request> started_;
};

}  // namespace

std::unique_ptr<Transport> mpirun() {
  if (launched_processes() == 1) return nullptr;
  int granted = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &granted);  // one thread sends, and `share_out` another
  require<Error>(granted >= MPI_THREAD_FUNNELED, "mpi: this library of MPI allows no other threads beside its own");
  return std::make_unique<Mpi>(granted >= MPI_THREAD_SERIALIZED);
}

}  // namespace selfsame::distributed
