/// \file
/// What all optimizers share: groups of parameters, the walk over them, and state that checkpoints can keep.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "selfsame/nn/module.hpp"

/// Optimizers, learning-rate schedules, weight averaging and gradient clipping.
namespace selfsame::optim {

/// Parameters that are updated by the same rule.
struct ParamGroup {
  std::vector<Tensor> parameters;  ///< handles: the optimizer changes the model's own values
  double weight_decay = 0;         ///< strength of the pull towards 0
  double lr_scale = 1;             ///< factor on the rate given to `step`
  bool adapt = true;               ///< whether LARS adapts the rate of these; the other optimizers pay no attention
};

/// The parameters of several modules, in order, for one optimizer:
/// `optim::Sgd sgd(optim::decay_groups(optim::parameters_of(encoder, head), 5e-4));`
template <class... Modules>
nn::NamedTensors parameters_of(const Modules&... modules) {
  nn::NamedTensors all;
  const auto append = [&all](const nn::Module& module) {
    for (auto& named : module.named_parameters()) all.push_back(std::move(named));
  };
  (append(modules), ...);
  return all;
}

/// Two groups: weights (two or more dimensions), which decay, and biases and the scales and shifts of norms (one
/// dimension or none), which neither decay nor are adapted by LARS. Decaying those only hurts (He et al. 2019,
/// "Bag of tricks", section 3.1).
/// \throws Error if `weight_decay` is negative or not finite
std::vector<ParamGroup> decay_groups(const nn::NamedTensors& parameters, double weight_decay);

/// Buffers and counters of an optimizer under names such as "momentum.3": the fourth parameter's momentum.
using State = std::vector<std::pair<std::string, Array>>;

/// Base of the optimizers. The rate is an argument of every step, so a schedule is a plain function of the step:
/// \code
/// sgd.zero_grad();
/// loss.backward();
/// sgd.step(optim::cosine(0.05, step, steps));
/// \endcode
/// Gradients are read, never written. Parameters without a gradient are passed over.
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  /// Changes every parameter that has a gradient, once. The values keep their address.
  /// \param lr  learning rate, at least 0. \throws Error if it is negative or not finite
  void step(double lr);

  /// Forgets the gradients of all parameters.
  void zero_grad();

  const std::vector<ParamGroup>& groups() const { return groups_; }  ///< as given, in order

  /// A copy of everything that the next step depends on beside parameters and gradients.
  State state() const;

  /// Replaces the state by one that `state()` returned for the same parameters.
  /// \throws Error if a name is missing or not ours, ShapeError if a shape differs; then nothing has changed
  void load_state(const State& state);

 protected:
  /// \param name    of the optimizer, in lower case, for errors
  /// \param groups  \throws Error if a parameter is undefined or given twice
  Optimizer(const char* name, std::vector<ParamGroup> groups);

  /// One array of zeros for every parameter, kept as state under `name`: in the parameter's shape.
  std::vector<Array>& add_buffers(const char* name);

  /// The same with a single number for every parameter.
  std::vector<Array>& add_counters(const char* name);

  /// Changes one parameter, which has a gradient. `index` counts parameters through all groups.
  virtual void update(std::size_t index, Tensor& parameter, const ParamGroup& group, double lr) = 0;

  const char* name() const { return name_; }  ///< for errors and checkpoints

 private:
  struct Buffers {
    std::string name;
    std::vector<Array> arrays;
  };
  std::vector<Tensor> all_parameters() const;

  const char* name_;
  std::vector<ParamGroup> groups_;
  std::deque<Buffers> buffers_;  // a deque, so that references stay valid while it grows
};

}  // namespace selfsame::optim
