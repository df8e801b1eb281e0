#include "selfsame/core/tensor.hpp"

#include <algorithm>

#include "selfsame/core/graph.hpp"

namespace selfsame {

Tensor::Tensor(Array values, bool requires_grad) : storage_(std::make_shared<Storage>(Storage{std::move(values)})) {
  if (requires_grad) slot_ = std::make_shared<GradSlot>(shape());
}

Index Tensor::size(int dim) const { return shape()[static_cast<std::size_t>(checked_dim("size", dim, shape()))]; }

const Array& Tensor::data() const& {
  require<Error>(defined(), "tensor: used before it was given a value");
  return storage_->array;
}

Array Tensor::data() const&& {
  require<Error>(defined(), "tensor: used before it was given a value");
  // Whoever holds the values last gives them away; a graph or another handle that shares them keeps them.
  return storage_.use_count() == 1 ? std::move(storage_->array) : storage_->array;
}

Array& Tensor::mutable_data() {
  require<Error>(defined(), "tensor: used before it was given a value");
  ++storage_->version;
  return storage_->array;
}

Scalar Tensor::item() const {
  require(numel() == 1, "item: shape ", shape(), " holds ", numel(), " elements; it must be exactly one");
  return *data().data();
}

void Tensor::set_requires_grad(bool on) {
  require<Error>(!slot_ || !slot_->producer,
                 "set_requires_grad: this tensor is the output of an operation; use detach()");
  zero_grad();
  if (!slot_) slot_ = std::make_shared<GradSlot>(shape());
  slot_->wanted = on;
}

const Array& Tensor::grad() const {
  require<Error>(has_grad(), "grad: no gradient here; ",
                 requires_grad() ? "call backward() on something computed from this tensor first"
                                 : "the tensor was not created with requires_grad");
  return slot_->grad;
}

void Tensor::set_grad(Array grad) {
  require<Error>(requires_grad(), "set_grad: the tensor was not created with requires_grad");
  require(grad.shape() == shape(), "set_grad: gradient ", grad.shape(), " for a tensor of shape ", shape());
  slot_->grad = std::move(grad);
  slot_->has_grad = true;
}

void Tensor::zero_grad() {
  if (!slot_) return;
  slot_->grad = Array();
  slot_->has_grad = false;
}

Tensor Tensor::detach() const {
  Tensor result;
  result.storage_ = storage_;
  return result;
}

Tensor zeros(const Shape& shape) { return full(shape, 0); }
Tensor ones(const Shape& shape) { return full(shape, 1); }
Tensor full(const Shape& shape, Scalar value) { return Tensor(filled(shape, value)); }

Tensor randn(const Shape& shape, Generator& generator) {
  Array values = empty(shape);
  std::generate(values.begin(), values.end(), [&] { return static_cast<Scalar>(generator.normal()); });
  return Tensor(std::move(values));
}

Tensor rand(const Shape& shape, Generator& generator) {
  Array values = empty(shape);
  std::generate(values.begin(), values.end(), [&] { return static_cast<Scalar>(generator.uniform()); });
  return Tensor(std::move(values));
}

Tensor tensor(const Shape& shape, const std::vector<double>& values, bool requires_grad) {
  require(numel(shape) == static_cast<Index>(values.size()), "tensor: shape ", shape, " holds ", numel(shape),
          " elements but ", values.size(), " values were given");
  Array array = empty(shape);
  std::transform(values.begin(), values.end(), array.begin(), [](double v) { return static_cast<Scalar>(v); });
  return Tensor(std::move(array), requires_grad);
}

}  // namespace selfsame
