#include "selfsame/nn/module.hpp"

#include <algorithm>

namespace selfsame::nn {
namespace {
thread_local CallObserver call_observer;
}  // namespace

CallObserver Module::observe_calls(CallObserver observer) { return std::exchange(call_observer, std::move(observer)); }

Tensor Module::operator()(const Tensor& x) {
  try {
    Tensor y = forward(x);
    if (call_observer) call_observer(*this, y);
    return y;
  } catch (const ShapeError& error) {
    // Each module on the way out puts its name in front: "conv2 (Conv2d): ..." becomes "encoder.conv2 (Conv2d): ...".
    if (name_.empty()) throw;
    const std::string message = error.what();
    const std::size_t type_at = message.find(" (");
    const std::size_t colon = message.find(": ");
    const bool has_path = colon != std::string::npos && message.find(')', type_at) + 1 == colon;
    throw ShapeError(has_path ? name_ + "." + message : concat(name_, " (", type(), "): ", message));
  }
}

void Module::collect(const std::deque<Slot> Module::*slots, const std::string& prefix, NamedTensors& into) const {
  for (const auto& [name, tensor] : this->*slots) into.emplace_back(prefix + name, tensor);
  for (const auto& [name, child] : children_) child->collect(slots, prefix + name + ".", into);
}

NamedTensors Module::named_parameters() const {
  NamedTensors all;
  collect(&Module::parameters_, "", all);
  return all;
}

NamedTensors Module::named_buffers() const {
  NamedTensors all;
  collect(&Module::buffers_, "", all);
  return all;
}

std::vector<Tensor> Module::parameters() const {
  std::vector<Tensor> all;
  for (auto& [name, tensor] : named_parameters()) all.push_back(tensor);
  return all;
}

Index Module::parameter_count() const {
  Index total = 0;
  for (const auto& [name, tensor] : named_parameters()) total += tensor.numel();
  return total;
}

StateDict Module::state_dict() const {
  StateDict state;
  for (const auto& tensors : {named_parameters(), named_buffers()}) {
    for (const auto& [name, tensor] : tensors) state.emplace_back(name, tensor.data());
  }
  return state;
}

void Module::load_state_dict(const StateDict& state) {
  NamedTensors own = named_parameters();
  for (auto& named : named_buffers()) own.push_back(std::move(named));
  for (const auto& [name, values] : state) {
    const bool known = std::any_of(own.begin(), own.end(), [&n = name](const auto& o) { return o.first == n; });
    require<Error>(known, "load_state_dict: \"", name, "\" is not part of this ", type(),
                   "; was the state saved from another model?");
  }
  std::vector<const Array*> found;
  for (const auto& [name, tensor] : own) {
    const auto entry = std::find_if(state.begin(), state.end(), [&n = name](const auto& s) { return s.first == n; });
    require<Error>(entry != state.end(), "load_state_dict: \"", name,
                   "\" is missing; was the state saved from another model?");
    require(entry->second.shape() == tensor.shape(), "load_state_dict: \"", name, "\" has shape ",
            entry->second.shape(), " but this ", type(), " expects ", tensor.shape());
    found.push_back(&entry->second);
  }
  for (std::size_t i = 0; i < own.size(); ++i) own[i].second.mutable_data() = *found[i];
}

void Module::train(bool on) {
  training_ = on && !frozen_;
  for (auto& [name, child] : children_) child->train(on);
}

void Module::requires_grad(bool on) {
  for (auto& [name, tensor] : parameters_) {
    tensor.set_requires_grad(on);
  }
  for (auto& [name, child] : children_) child->requires_grad(on);
}

void Module::freeze() {
  frozen_ = true;
  training_ = false;
  for (auto& [name, tensor] : parameters_) tensor.set_requires_grad(false);
  for (auto& [name, child] : children_) child->freeze();
}

void Module::check_free(const std::string& name) const {
  const auto taken = [&name](const auto& entry) { return entry.first == name; };
  require<Error>(std::none_of(parameters_.begin(), parameters_.end(), taken) &&
                     std::none_of(buffers_.begin(), buffers_.end(), taken) &&
                     std::none_of(children_.begin(), children_.end(), taken),
                 "module: the name \"", name, "\" is taken already; choose another");
}

Tensor& Module::param(const std::string& name, Array initial) {
  check_free(name);
  return parameters_.emplace_back(name, Tensor(std::move(initial), true)).second;
}

Tensor& Module::buffer(const std::string& name, Array initial) {
  check_free(name);
  return buffers_.emplace_back(name, Tensor(std::move(initial))).second;
}

Module& Module::add_child(const std::string& name, std::unique_ptr<Module> module) {
  check_free(name);
  module->name_ = name;
  return *children_.emplace_back(name, std::move(module)).second;
}

}  // namespace selfsame::nn
