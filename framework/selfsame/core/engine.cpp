// The graph and its engine: recording, the backward walk, and release, all without recursion, so that a graph may be
// as deep as memory allows.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "selfsame/core/broadcast.hpp"
#include "selfsame/core/gradient_sum.hpp"
#include "selfsame/core/graph.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/core/ranks.hpp"

namespace selfsame {
namespace {

bool all_finite(const Array& array) {
  return std::all_of(array.data(), array.data() + array.size(), [](Scalar v) { return std::isfinite(v); });
}

bool has_nan(const Array& array) {
  return std::any_of(array.data(), array.data() + array.size(), [](Scalar v) { return std::isnan(v); });
}

// An infinity may have been given on purpose, to take something out of a softmax; a NaN never is.
void check_output(const char* op, const Array& output, const std::vector<Tensor>& inputs) {
  if (all_finite(output)) return;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].defined() || all_finite(inputs[i].data())) continue;
    require<Error>(!has_nan(output), op, ": output of shape ", output.shape(), " holds a NaN; input ", i, " of shape ",
                   inputs[i].shape(),
                   " held a NaN or an infinity that no operation has made: look at weights and data");
    return;
  }
  throw Error(concat(op, ": output of shape ", output.shape(),
                     " holds a NaN or an infinity; every operation before it was finite"));
}

void check_gradient(const char* op, const Array& gradient) {
  require<Error>(all_finite(gradient), op, ": gradient of shape ", gradient.shape(),
                 " holds a NaN or an infinity; every gradient before it was finite");
}

void add_in_place(Array& sum, const Array& term) {
  Scalar* s = sum.data();
  const Scalar* t = term.data();
  parallel_for(count(sum), 1 << 15, [=](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) s[i] += t[i];
  });
}

// [topological order]
// The slots that gradients flow through, outputs before inputs: a depth-first walk with an explicit stack.
std::vector<GradSlot*> topological_order(GradSlot* root) {
  //! BEGIN SOLUTION a1.t4
  //! A slot's inputs are slot->producer->inputs, pointers to slots; some are null. A leaf has no producer.
  //! Returns each slot that can be reached from the root once, and before all of its inputs. A chain may be a million
  //! operations long, so a function that calls itself would run out of stack.
  std::vector<GradSlot*> inputs_first;
  std::vector<std::pair<GradSlot*, std::size_t>> path{{root, 0}};  // slot and its next input to visit
  std::unordered_map<GradSlot*, bool> seen{{root, true}};
  while (!path.empty()) {
    auto& [slot, next] = path.back();
    if (!slot->producer || next == slot->producer->inputs.size()) {
      inputs_first.push_back(slot);
      path.pop_back();
    } else if (GradSlot* input = slot->producer->inputs[next++].get(); input && seen.emplace(input, true).second) {
      path.emplace_back(input, 0);
    }
  }
  std::reverse(inputs_first.begin(), inputs_first.end());
  return inputs_first;
  //! END SOLUTION
}
// [topological order]

}  // namespace

// [release]
// A long chain of operations would be destroyed by as deep a recursion: instead, the outermost destructor collects
// the nodes that become free and releases them one after another.
GradSlot::~GradSlot() {
  thread_local std::vector<std::shared_ptr<Node>>* releasing = nullptr;
  if (!producer) return;
  if (releasing) {
    releasing->push_back(std::move(producer));
    return;
  }
  std::vector<std::shared_ptr<Node>> queue{std::move(producer)};
  releasing = &queue;
  while (!queue.empty()) {
    const std::shared_ptr<Node> node = std::move(queue.back());
    queue.pop_back();
  }
  releasing = nullptr;
}
// [release]

// [accumulate]
void GradSlot::accumulate(Array g) {
  if (g.shape() != shape) g = sum_to_shape(g, shape);
  if (has_grad) return add_in_place(grad, g);
  grad = std::move(g);
  has_grad = true;
}
// [accumulate]

// [saved]
const Storage* Saved::checked() const {
  require<Error>(storage_->version == version_, "backward: a value of shape ", storage_->array.shape(),
                 " that it needs was changed in place after the forward pass; change it after backward()");
  return storage_.get();
}
// [saved]

Saved own(Array array) { return std::make_shared<Storage>(Storage{std::move(array)}); }

// [make op]
bool will_record(const std::vector<Tensor>& inputs) {
  return grad_enabled() && std::any_of(inputs.begin(), inputs.end(), [](const Tensor& t) { return t.requires_grad(); });
}

/// A tensor of these values, made by `node`; a constant where that is null.
Tensor make_op_output(std::shared_ptr<Storage> values, std::shared_ptr<Node> node) {
  Tensor output;
  output.storage_ = std::move(values);
  if (node) {
    output.slot_ = std::make_shared<GradSlot>(output.shape());
    output.slot_->producer = std::move(node);
  }
  return output;
}

Tensor make_op(const char* op, const Saved& output, const std::vector<Tensor>& inputs, BackwardFn backward) {
  if (anomaly_checked()) check_output(op, *output, inputs);
  if (!will_record(inputs)) return make_op_output(output.storage(), nullptr);
  auto node = std::make_shared<Node>(Node{op, {}, std::move(backward)});
  for (const Tensor& input : inputs) node->inputs.push_back(input.requires_grad() ? input.slot() : nullptr);
  return make_op_output(output.storage(), std::move(node));
}
// [make op]

void Tensor::backward() const {
  require(numel() == 1, "backward: shape ", shape(), " is not a single number; reduce it with mean() or sum() first");
  backward(filled(shape(), static_cast<Scalar>(batch_part())));  // 1 in one process
}

// [backward]
void Tensor::backward(Array seed) const {
  require<Error>(requires_grad(), "backward: nothing this tensor depends on requires a gradient");
  require(seed.shape() == shape(), "backward: seed ", seed.shape(), " for a tensor of shape ", shape());
  const std::vector<GradSlot*> order = topological_order(slot_.get());
  GradientSum over_ranks(order);
  slot_->accumulate(std::move(seed));
  for (GradSlot* slot : order) {
    if (!slot->producer) over_ranks.add(*slot);  // every operation that used this leaf was before it
    if (!slot->producer || !slot->has_grad) continue;
    Node& node = *slot->producer;
    require<Error>(static_cast<bool>(node.backward), "backward: the graph of ", node.op,
                   " was freed by an earlier backward(); run the forward pass again");
    Array g = std::move(slot->grad);
    slot->grad = Array();
    slot->has_grad = false;
    GradSink sink(node.inputs);
    node.backward(g, sink);
    node.backward = nullptr;  // frees what was saved as soon as it is used
    if (!anomaly_checked()) continue;
    for (const auto& input : node.inputs) {
      if (input && input->has_grad) check_gradient(node.op, input->grad);
    }
  }
  over_ranks.finish();
}
// [backward]

}  // namespace selfsame
