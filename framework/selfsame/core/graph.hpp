/// \file
/// How operations take part in the graph. Users of tensors need none of this; authors of operations need all of it.
///
/// An operation is one function in one place:
/// \code
/// Tensor exp(const Tensor& x) {
///   Saved y = own(xt::exp(x.data()));
///   return make_op("exp", y, {x}, [y](Array& g, GradSink& in) { in.add(0, g * y->array); });
/// }
/// \endcode
/// Check shapes first; save only what backward needs; never save the output *tensor*, which would own itself.
/// Backward works on plain arrays, so there are no gradients of gradients.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "selfsame/core/grad_mode.hpp"
#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// A value kept for backward. Reading it throws if it was changed in place since.
class Saved {
 public:
  /// Keeps these values. Converts implicitly, so that lambdas capture what they are given.
  Saved(std::shared_ptr<Storage> storage) : storage_(std::move(storage)), version_(storage_->version) {}  // NOLINT
  /// Keeps the values of a tensor.
  Saved(const Tensor& tensor) : Saved(tensor.storage()) {}     // NOLINT
  const Storage* operator->() const { return checked(); }      ///< the values. \throws Error if they were changed since
  const Array& operator*() const { return checked()->array; }  ///< the array. \throws Error if it was changed since
  const std::shared_ptr<Storage>& storage() const { return storage_; }  ///< unchecked: for `make_op`

 private:
  const Storage* checked() const;
  std::shared_ptr<Storage> storage_;
  unsigned version_;
};

/// Takes ownership of a computed array (or evaluates an expression into one) so that output and backward share it.
Saved own(Array array);

// [grad sink]
/// Where a backward function delivers the gradients of its inputs.
class GradSink {
 public:
  /// Delivers to these slots; null where an input wants nothing.
  explicit GradSink(const std::vector<std::shared_ptr<GradSlot>>& inputs) : inputs_(inputs) {}

  /// Whether input i needs a gradient; costly ones need not be computed otherwise.
  bool wants(std::size_t i) const { return inputs_[i] != nullptr; }

  /// Adds to the gradient of input i. An array in the shape of the output is summed over broadcast dimensions.
  void add(std::size_t i, Array gradient) {
    if (wants(i)) inputs_[i]->accumulate(std::move(gradient));
  }

 private:
  const std::vector<std::shared_ptr<GradSlot>>& inputs_;
};
// [grad sink]

// [node]
/// Gradient of the output in, gradients of the inputs out. `g` may be changed or moved from: nobody reads it after.
using BackwardFn = std::function<void(Array& g, GradSink& in)>;

/// One executed operation.
struct Node {
  const char* op;                                 ///< name, for errors and drawings
  std::vector<std::shared_ptr<GradSlot>> inputs;  ///< null where an input requires no gradient
  BackwardFn backward;                            ///< empty once the graph was freed
};
// [node]

/// The output of an operation, recorded if gradients are on and one of the inputs requires one.
/// \param op        a literal that names the operation
/// \param output    the values, from `own`
/// \param inputs    in the order in which `backward` numbers them; undefined ones are passed over
/// \param backward  see BackwardFn
Tensor make_op(const char* op, const Saved& output, const std::vector<Tensor>& inputs, BackwardFn backward);

/// Whether `make_op` would record an operation on these inputs: lets a forward skip what only backward needs.
bool will_record(const std::vector<Tensor>& inputs);

}  // namespace selfsame
