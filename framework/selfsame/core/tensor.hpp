/// \file
/// Tensor: an array that remembers how it was computed.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <vector>

#include "selfsame/core/error.hpp"
#include "selfsame/core/random.hpp"
#include "selfsame/core/xt.hpp"

/// Tensors, their gradients, and the operations on them.
namespace selfsame {

// [storage and slot]
/// The values of a tensor. `version` counts the changes made in place, so that backward can tell when a value it
/// saved is no longer the one it saw.
struct Storage {
  Array array;           ///< the values themselves
  unsigned version = 0;  ///< changes in place so far
};

struct Node;

/// The gradient side of a tensor: what the graph holds on to. It knows the shape but not the values, so an activation
/// stays in memory only if some backward function saved it.
struct GradSlot {
  /// An empty slot for a gradient of this shape.
  explicit GradSlot(Shape s) : shape(std::move(s)) {}
  ~GradSlot();
  GradSlot(const GradSlot&) = delete;
  GradSlot& operator=(const GradSlot&) = delete;

  /// Adds `g`, summed over broadcast dimensions where its shape is larger, to the gradient.
  void accumulate(Array g);

  Shape shape;                     ///< of the tensor, and so of its gradient
  Array grad;                      ///< meaningful only if has_grad
  bool has_grad = false;           ///< whether a backward has reached it
  bool wanted = true;              ///< false while a parameter is frozen
  std::shared_ptr<Node> producer;  ///< the operation this came from; null for parameters and inputs
};
// [storage and slot]

/// A multi-dimensional array with an optional gradient: a cheap handle; copies share values and gradient.
///
/// Operations on tensors (`selfsame/ops`) record a graph while one of their inputs requires a gradient; `backward`
/// walks it once and frees it.
class Tensor {
 public:
  /// An undefined tensor, to be assigned later.
  Tensor() = default;

  /// A tensor with these values. With `requires_grad`, `backward` leaves a gradient in it.
  explicit Tensor(Array values, bool requires_grad = false);

  bool defined() const { return storage_ != nullptr; }    ///< false for `Tensor()`
  const Shape& shape() const& { return data().shape(); }  ///< sizes, outermost first. \throws Error if undefined
  Shape shape() const&& { return data().shape(); }        ///< the same of a temporary, which they outlive
  Index dim() const { return static_cast<Index>(shape().size()); }  ///< number of dimensions
  Index size(int dim) const;  ///< size along one dimension; negative counts from the end. \throws ShapeError
  Index numel() const { return count(data()); }  ///< number of elements

  const Array& data() const&;  ///< the values. \throws Error if undefined
  Array data() const&&;        ///< the values of a temporary: `for (Scalar v : sum(x).data())` reads no freed memory
  Array& mutable_data();       ///< the values, to be changed in place; a graph that saved them will refuse backward
  Scalar item() const;         ///< the only element. \throws ShapeError if there are more or none

  bool requires_grad() const {
    return slot_ && slot_->wanted;
  }  ///< whether `backward` leaves or passes on a gradient here

  /// Turns a tensor that no operation produced into a parameter, or back into a constant, for every handle that shares
  /// it; its gradient is forgotten.
  /// \throws Error for the output of an operation; `detach()` gives its values as a constant
  void set_requires_grad(bool on);
  bool has_grad() const { return slot_ && slot_->has_grad; }  ///< whether there is a gradient to read
  const Array& grad() const;  ///< what `backward` has accumulated. \throws Error if there is none yet
  void set_grad(Array grad);  ///< replaces the gradient (clipping does). \throws ShapeError if the shape differs
  void zero_grad();           ///< forgets the gradient; the next `backward` starts afresh

  /// The same values, outside the graph.
  Tensor detach() const;

  /// Computes the gradient of this scalar with respect to every tensor it depends on that requires one, adds it to
  /// their `grad()`, and frees the graph. The tensors on the way do not keep theirs.
  /// \throws ShapeError if this is not a single element
  /// \throws Error      if nothing here requires a gradient, or the graph was freed already
  void backward() const;

  /// The same for any shape, starting from the gradient `seed` of this tensor (a vector-Jacobian product).
  void backward(Array seed) const;

  const std::shared_ptr<Storage>& storage() const { return storage_; }  ///< values, shared by copies
  const std::shared_ptr<GradSlot>& slot() const { return slot_; }       ///< gradient, null where none is required

 private:
  friend Tensor make_op_output(std::shared_ptr<Storage> values, std::shared_ptr<Node> node);
  std::shared_ptr<Storage> storage_;
  std::shared_ptr<GradSlot> slot_;
};

/// \name New tensors, filled as the name says
/// \{
Tensor zeros(const Shape& shape);
Tensor ones(const Shape& shape);
Tensor full(const Shape& shape, Scalar value);
Tensor randn(const Shape& shape, Generator& generator = default_generator());  ///< standard normal
Tensor rand(const Shape& shape, Generator& generator = default_generator());   ///< uniform in [0, 1)
/// The values in row-major order. \throws ShapeError if their number does not fit the shape
Tensor tensor(const Shape& shape, const std::vector<double>& values, bool requires_grad = false);
/// \}

}  // namespace selfsame
