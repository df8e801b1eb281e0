#include "selfsame/optim/ema.hpp"

#include <algorithm>

#include "selfsame/kernels/elementwise.hpp"

namespace selfsame::optim {

Ema::Ema(nn::Module& target, const nn::Module& online, double decay) : target_(target), online_(online), decay_(decay) {
  require<Error>(decay >= 0 && decay < 1, "ema: decay ", decay, " must be at least 0 and below 1");
  require<Error>(&target != &online, "ema: the target is the network itself; give it a second one");
  target.load_state_dict(online.state_dict());
}

// [ema update]
void Ema::update() {
  //! BEGIN SOLUTION a4.t3
  //! average = d * average + (1 - d) * weight for every parameter, where d = min(decay_, (1 + t) / (10 + t)) and t is
  //! the number of updates before this one, updates_. Buffers are averages already: they are copied.
  //! target_.named_parameters() and online_.named_parameters() list the same names in the same order, as pairs (name,
  //! tensor); named_buffers() likewise. tensor.data() is an array, tensor.mutable_data() one that may be changed.
  const double t = static_cast<double>(updates_++);
  const double decay = std::min(decay_, (1 + t) / (10 + t));
  const auto take = Scalar(1 - decay);
  const auto step = [take](Scalar& average, Scalar weight) { average += take * (weight - average); };
  // Looked up anew each time: assigning to a parameter of a module replaces the tensor that is registered.
  nn::NamedTensors averages = target_.named_parameters();
  const nn::NamedTensors weights = online_.named_parameters();
  for (std::size_t i = 0; i < averages.size(); ++i) {
    kernels::for_each(step, averages[i].second.mutable_data(), weights[i].second.data());
  }
  nn::NamedTensors copies = target_.named_buffers();
  const nn::NamedTensors buffers = online_.named_buffers();
  for (std::size_t i = 0; i < copies.size(); ++i) copies[i].second.mutable_data() = buffers[i].second.data();
  //! END SOLUTION
}
// [ema update]

}  // namespace selfsame::optim
