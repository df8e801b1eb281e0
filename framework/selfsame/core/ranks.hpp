/// \file
/// Several processes that train one network together: who this one is, what it has of a batch, and what they exchange.
///
/// A program starts as one process, and nothing here changes what it computes. Where a `Transport` connects several,
/// each loads its share of every batch, and what a batch decides together (gradients, batch norm's statistics, SimCLR's
/// similarities, logged numbers) is summed over them: P processes with a batch of B / P compute what one does with B.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "selfsame/core/types.hpp"

namespace selfsame {

/// Does what has this number and returns it as a text, of any bytes, for the first rank.
using Work = std::function<std::string(Index number)>;

/// Is given, on the first rank, what `rank` has done.
using TakeWork = std::function<void(Index number, Index rank, const std::string& text)>;

/// What connects the processes of a run. Every call is collective: all ranks make the same calls in the same order, and
/// all see the same bits.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Index rank() const = 0;  ///< of this process, from 0
  virtual Index size() const = 0;  ///< number of processes

  virtual void sum(float* values, Index n) = 0;   ///< replaces each value by its sum over the ranks
  virtual void sum(double* values, Index n) = 0;  ///< the same in double

  /// Begins such a sum and returns; the values must stay where they are, and are read again only after `finish_sums`.
  virtual void start_sum(Scalar* values, Index n) = 0;
  virtual void finish_sums() = 0;  ///< waits until every sum that was started is there

  /// Puts what each rank has behind one another, in the order of ranks.
  /// \param mine   `bytes[rank()]` bytes
  /// \param all    room for all of them, on every rank
  /// \param bytes  that each rank gives
  virtual void gather(const void* mine, void* all, const std::vector<Index>& bytes) = 0;

  virtual void broadcast(void* values, Index bytes) = 0;  ///< overwrites them with the first rank's
  virtual void barrier() = 0;                             ///< returns once all ranks have come here

  virtual double seconds() const { return 0; }      ///< that this rank has spent in these calls, most of it waiting
  virtual Index on_this_host() const { return 1; }  ///< how many of the ranks share this machine, this one included
  virtual void abort(int /*status*/) {}             ///< ends all processes at once, where the transport can

  virtual void share_out(Index n, const Work& work, const TakeWork& take) = 0;  ///< the function of that name, below
};

/// How many processes of this program a launcher, such as mpirun, has started, by what it left in the environment; 1
/// where there is none.
Index launched_processes();

/// Whether this is the first of them.
bool launched_first();

/// What this thread's work goes over; without any, or inside `Alone`, that of a program that is one process.
Transport& transport();

/// Whether this thread is one of several ranks that work together at the moment.
bool several_ranks();

/// Whether this process is the one that writes files and shows progress; also inside `Alone`.
bool is_first_rank();

/// While it lives, this thread is a rank of that transport, which must outlive it.
class UseTransport {
 public:
  explicit UseTransport(Transport& transport);  ///< from now on
  ~UseTransport();
  UseTransport(const UseTransport&) = delete;
  UseTransport& operator=(const UseTransport&) = delete;

 private:
  Transport* before_;
};

/// While it lives, this thread works as if its process were the only one: for what every rank computes by itself.
class Alone {
 public:
  Alone();
  ~Alone();
  Alone(const Alone&) = delete;
  Alone& operator=(const Alone&) = delete;

 private:
  bool before_;
};

/// Does work(0), ..., work(n - 1), each on one rank: whoever is free does the next. Number 0 is the first rank's, for
/// what must be done there. Inside of `work` and `take` a rank is `Alone`. In one process, a loop.
/// \param take  called on the first rank for each number, its own among them, once that is done and between two works
///              of its own
/// An exception of `work` or `take` comes out on its rank, which must then end all processes: the others wait.
void share_out(Index n, const Work& work, const TakeWork& take);

/// Rows begin..end-1 of a batch.
struct Share {
  Index begin;                                 ///< the first row
  Index end;                                   ///< behind the last
  Index count() const { return end - begin; }  ///< rows in it
};

/// What this rank has of a batch of so many rows: shares follow one another in the order of ranks, and their sizes
/// differ by one group at most.
/// \param group  rows that stay together; divides `rows`
/// \throws UsageError if there are fewer groups than ranks
Share share_of(Index rows, Index group = 1);

/// This rank's part of the present batch, local rows / all rows: what `backward` starts from, so that the mean over the
/// local rows becomes this rank's part of the mean over all, and gradients add up over the ranks. 1 in one process.
double batch_part();

/// Sets it for this thread; `data::Loader::next` does.
void set_batch_part(double part);

/// Makes each of n values, a mean over this rank's rows of the present batch, the mean over all ranks' rows.
void mean_over_ranks(float* values, Index n);
void mean_over_ranks(double* values, Index n);  ///< the same in double

/// Refuses to go on where ranks disagree.
/// \param what  the hash is of, in the plural, for the error: "options"
/// \throws Error on every rank, that names the ranks whose hash is not the first's
void require_same_on_ranks(std::uint64_t hash, const std::string& what);

/// n values of each rank, one rank after another: size() * n.
template <class T>
std::vector<T> gathered(const T* mine, std::size_t n) {
  const auto ranks = static_cast<std::size_t>(transport().size());
  std::vector<T> all(ranks * n);
  transport().gather(mine, all.data(), std::vector<Index>(ranks, static_cast<Index>(n * sizeof(T))));
  return all;
}

/// The first rank's text, on every rank.
std::string first_ranks(std::string text);

/// Whether it holds on the first rank, on every rank.
bool first_ranks(bool answer);

}  // namespace selfsame
