/// \file
/// Module: a part of a network that owns parameters, buffers and other modules.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "selfsame/core/tensor.hpp"

/// Layers and models.
namespace selfsame::nn {

/// Names with dots and the tensors they stand for, in the order of declaration: "block1.conv.weight".
using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

/// The values of a module's parameters and buffers, by name.
using StateDict = std::vector<std::pair<std::string, Array>>;

class Module;

/// What to call with each module and its output, see `Module::observe_calls`.
using CallObserver = std::function<void(const Module& module, const Tensor& output)>;

/// Base of every layer and model. A member is registered where it is declared, so it cannot be forgotten:
/// \code
/// class Classifier : public nn::Module {
///  public:
///   Tensor forward(const Tensor& x) override { return head(relu(hidden(x))); }
///   nn::Linear& hidden = add<nn::Linear>("hidden", 784, 128);
///   nn::Linear& head = add<nn::Linear>("head", 128, 10);
/// };
/// \endcode
/// A parameter member is a reference to the registered tensor: assigning to it changes what is trained and saved.
/// Modules are not copied; a second network is a second object and `load_state_dict`.
class Module {
 public:
  Module() = default;
  virtual ~Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  /// What the module computes; shapes are the subclass's to say.
  virtual Tensor forward(const Tensor& x) = 0;

  /// `forward`, with the path of this module put in front of any ShapeError on its way out.
  Tensor operator()(const Tensor& x);

  /// From now on in this thread, `observer` is called with every module after its forward; an empty one ends that.
  /// Returns what was called before. `debug::summary` finds output shapes so.
  static CallObserver observe_calls(CallObserver observer);

  /// The type as it appears in errors and summaries: "Conv2d".
  virtual std::string type() const = 0;

  NamedTensors named_parameters() const;   ///< what is trained, of this module and all below it
  NamedTensors named_buffers() const;      ///< what is saved but not trained: running statistics
  std::vector<Tensor> parameters() const;  ///< the tensors of `named_parameters`
  Index parameter_count() const;           ///< numbers to train

  /// A copy of all parameters and buffers.
  StateDict state_dict() const;

  /// Replaces the values of all parameters and buffers.
  /// \throws Error if a name is missing or not ours, ShapeError if a shape differs; then nothing has changed
  void load_state_dict(const StateDict& state);

  void train(bool on = true);                  ///< training behaviour of batch norm and dropout, here and below
  void eval() { train(false); }                ///< `train(false)`
  bool training() const { return training_; }  ///< what `train` last said; true at first

  /// Parameters stop (or start again) requiring gradients, here and below.
  void requires_grad(bool on);

  /// From now on nothing here and below changes: parameters require no gradient, and `train` leaves the modules in
  /// evaluation, so that batch norm keeps its statistics. For layers of a pre-trained network that stay as they are.
  void freeze();
  bool frozen() const { return frozen_; }  ///< whether `freeze` was called

  /// The modules directly below, in order of declaration.
  const std::vector<std::pair<std::string, std::unique_ptr<Module>>>& children() const { return children_; }

 protected:
  /// Registers a parameter and returns the registered tensor. \throws Error if the name is taken
  Tensor& param(const std::string& name, Array initial);

  /// An undefined tensor to stand for a parameter that this module was built without.
  Tensor& no_param() { return absent_; }

  /// Registers a buffer and returns the registered tensor. \throws Error if the name is taken
  Tensor& buffer(const std::string& name, Array initial);

  /// Constructs a child module, registers it and returns it. \throws Error if the name is taken
  template <class M, class... Arguments>
  M& add(const std::string& name, Arguments&&... arguments) {
    auto module = std::make_unique<M>(std::forward<Arguments>(arguments)...);
    M& reference = *module;
    add_child(name, std::move(module));
    return reference;
  }

  /// Registers a child module made elsewhere. \throws Error if the name is taken
  Module& add_child(const std::string& name, std::unique_ptr<Module> module);

 private:
  using Slot = std::pair<std::string, Tensor>;

  void check_free(const std::string& name) const;
  void collect(const std::deque<Slot> Module::*slots, const std::string& prefix, NamedTensors& into) const;

  std::string name_;  // under which the parent registered this; empty at the top
  bool training_ = true;
  bool frozen_ = false;
  std::deque<Slot> parameters_;  // a deque, so that references stay valid while it grows
  std::deque<Slot> buffers_;
  Tensor absent_;
  std::vector<std::pair<std::string, std::unique_ptr<Module>>> children_;
};

}  // namespace selfsame::nn
