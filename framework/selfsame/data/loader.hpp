/// \file
/// Batches of augmented images, made ahead of time, the same for any number of threads.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "selfsame/core/ranks.hpp"
#include "selfsame/core/tensor.hpp"
#include "selfsame/data/augment.hpp"
#include "selfsame/data/dataset.hpp"

namespace selfsame::data {

/// One step's images. Row b of every view comes from the same image.
struct Batch {
  std::vector<Tensor> views;  ///< each (B, H, W, C), normalised; one for each Augment of the loader
  Indices labels;             ///< (B), or empty if the set has none
  Indices rows;               ///< (B) positions in the set
  Index step = 0;             ///< which batch this is, from 0
};

/// How a loader works; what it yields does not depend on it, in one process.
struct LoaderOptions {
  int workers = 1;  ///< threads that augment ahead; 0 augments when asked, on all threads of the caller
  Index ahead = 2;  ///< batches kept ready
  Index group = 1;  ///< images of a batch that one of several ranks is given together; divides the batch size

  /// FixMatch's mu unlabelled images stay with their labelled one, so that a rank has the same part of both batches.
  static LoaderOptions in_groups_of(Index images) {
    LoaderOptions options;
    options.group = images;
    return options;
  }
};

/// An endless sequence of batches. Batch k holds positions kB .. kB+B-1 of seeded permutations of `rows`, one after
/// another: each epoch shows every row once, epochs continue across batches, and fewer rows than B simply repeat.
///
/// Batch k is a pure function of the arguments and k: what a sample's augmentation draws derives from (seed, epoch, its
/// position in `rows`, view). So results do not depend on the number of threads, and a resumed run goes on with `seek`.
///
/// Made where several ranks work together (core/ranks.hpp), a loader yields this rank's share of each batch of B: no
/// image twice, each as one process would have augmented it.
class Loader {
 public:
  /// \param dataset, set  must stay alive and unchanged as long as the loader; `set` is one of `dataset`'s
  /// \param rows          which images; an image may be listed more than once
  /// \param batch_size    B
  /// \param views         one Augment for each view of an image; {weak, strong} for FixMatch, twice the same for SimCLR
  /// \throws UsageError   if rows or views are empty, or batch_size or an option is not positive
  /// \throws ShapeError   if a row is outside the set
  Loader(const Dataset& dataset, const ImageSet& set, Indices rows, Index batch_size, std::vector<Augment> views,
         std::uint64_t seed, LoaderOptions options = {});
  ~Loader();
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  /// The next batch, from 0, or this rank's share of it. An exception from an augmentation comes out here, at the batch
  /// it belongs to.
  Batch next();

  /// Lets `next` continue with batch `step`.
  void seek(Index step);

  Index step() const { return next_; }              ///< the batch that `next` will return
  Index batch_size() const { return batch_size_; }  ///< images in a batch, those of all ranks

  /// Tells apart what loaders yield: a hash of the images, the labels, the rows, the batch size, the number of views
  /// and the seed, as hexadecimal digits. Looks at every pixel of the set.
  std::string fingerprint() const;

 private:
  struct Made {
    Batch batch;
    std::exception_ptr failure;
  };

  Batch taken();
  Batch make(Index step, bool parallel);
  std::shared_ptr<const Indices> permutation(Index epoch);
  void work();

  const Dataset& dataset_;
  const ImageSet& set_;
  const Indices rows_;
  const Index batch_size_;
  const std::vector<Augment> views_;
  const std::uint64_t seed_;
  const LoaderOptions options_;
  const Share share_;  // of each batch, that is made here
  const std::vector<Scalar> table_;

  std::mutex order_mutex_;
  std::map<Index, std::shared_ptr<const Indices>> order_;  // permutations in use, by epoch

  Index next_ = 0;  // what the caller gets next
  std::mutex mutex_;
  std::condition_variable room_, ready_;
  std::map<Index, Made> made_;  // finished batches, by step
  Index claimed_ = 0;           // the first step that no worker has begun
  Index asked_ = 0;             // next_, as the workers know it
  Index round_ = 0;             // counts calls of seek: what was begun before is thrown away
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace selfsame::data
