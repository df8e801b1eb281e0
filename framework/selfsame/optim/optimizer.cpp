#include "selfsame/optim/optimizer.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace selfsame::optim {

std::vector<ParamGroup> decay_groups(const nn::NamedTensors& parameters, double weight_decay) {
  require<Error>(std::isfinite(weight_decay) && weight_decay >= 0, "decay_groups: weight decay ", weight_decay,
                 " must be a number of at least 0");
  ParamGroup weights{{}, weight_decay};
  ParamGroup rest{{}, 0, 1, false};
  for (const auto& [name, tensor] : parameters) (tensor.dim() > 1 ? weights : rest).parameters.push_back(tensor);
  return {weights, rest};
}

Optimizer::Optimizer(const char* name, std::vector<ParamGroup> groups) : name_(name), groups_(std::move(groups)) {
  std::unordered_set<const Storage*> seen;
  std::size_t index = 0;
  for (const Tensor& p : all_parameters()) {
    require<Error>(p.defined(), name_, ": parameter ", index, " is undefined; give it a value before the optimizer");
    require<Error>(seen.insert(p.storage().get()).second, name_, ": parameter ", index, " of shape ", p.shape(),
                   " is given twice; it would be updated twice in a step");
    ++index;
  }
}

std::vector<Tensor> Optimizer::all_parameters() const {
  std::vector<Tensor> all;
  for (const ParamGroup& group : groups_) all.insert(all.end(), group.parameters.begin(), group.parameters.end());
  return all;
}

void Optimizer::step(double lr) {
  require<Error>(std::isfinite(lr) && lr >= 0, name_, ": learning rate ", lr, " must be a number of at least 0");
  std::size_t index = 0;
  for (ParamGroup& group : groups_) {
    for (Tensor& parameter : group.parameters) {
      if (parameter.has_grad()) update(index, parameter, group, lr * group.lr_scale);
      ++index;
    }
  }
}

void Optimizer::zero_grad() {
  for (ParamGroup& group : groups_) {
    for (Tensor& parameter : group.parameters) parameter.zero_grad();
  }
}

std::vector<Array>& Optimizer::add_buffers(const char* name) {
  Buffers& buffers = buffers_.emplace_back(Buffers{name, {}});
  for (const Tensor& p : all_parameters()) buffers.arrays.push_back(filled(p.shape(), 0));
  return buffers.arrays;
}

std::vector<Array>& Optimizer::add_counters(const char* name) {
  Buffers& counters = buffers_.emplace_back(Buffers{name, {}});
  counters.arrays.assign(all_parameters().size(), filled({}, 0));
  return counters.arrays;
}

State Optimizer::state() const {
  State state;
  for (const Buffers& buffers : buffers_) {
    for (std::size_t i = 0; i < buffers.arrays.size(); ++i) {
      state.emplace_back(concat(buffers.name, ".", i), buffers.arrays[i]);
    }
  }
  return state;
}

void Optimizer::load_state(const State& state) {
  const State own = this->state();
  std::vector<const Array*> found;
  for (const auto& [name, array] : own) {
    const auto entry = std::find_if(state.begin(), state.end(), [&n = name](const auto& s) { return s.first == n; });
    require<Error>(entry != state.end(), name_, ": state \"", name, "\" is missing; was it saved for another model?");
    require(entry->second.shape() == array.shape(), name_, ": state \"", name, "\" has shape ", entry->second.shape(),
            " but the parameter expects ", array.shape());
    found.push_back(&entry->second);
  }
  require<Error>(state.size() == own.size(), name_, ": the state holds ", state.size(), " arrays but ", own.size(),
                 " are expected; was it saved for another model or optimizer?");
  std::size_t next = 0;
  for (Buffers& buffers : buffers_) {
    for (Array& array : buffers.arrays) array = *found[next++];
  }
}

}  // namespace selfsame::optim
