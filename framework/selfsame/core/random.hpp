/// \file
/// Randomness is ours: the standard library's distributions differ between vendors, these give the same numbers
/// everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "selfsame/core/types.hpp"

namespace selfsame {

/// Seeded generator of random numbers: xoshiro256** (Blackman & Vigna 2018) with its own distributions.
class Generator {
 public:
  /// The whole state; equal states continue with equal numbers. Checkpoints store it.
  using State = std::array<std::uint64_t, 4>;

  /// A generator that gives the same numbers for the same seed.
  explicit Generator(std::uint64_t seed = 0) : Generator({seed}) {}

  /// A generator of its own for each combination of keys, for example {seed, epoch, index}: what a sample's
  /// augmentation draws does not depend on which thread draws it or what was drawn before.
  Generator(std::initializer_list<std::uint64_t> keys);

  std::uint64_t bits();                               ///< 64 random bits
  double uniform();                                   ///< in [0, 1)
  double uniform(double low, double high);            ///< in [low, high)
  double normal();                                    ///< mean 0, standard deviation 1 (Box & Muller 1958)
  bool bernoulli(double p) { return uniform() < p; }  ///< true with probability p
  Index integer(Index n);                             ///< in 0..n-1, without bias; n > 0
  Indices permutation(Index n);                       ///< 0..n-1 in random order (Fisher-Yates)

  const State& state() const { return state_; }           ///< to be stored
  void set_state(const State& state) { state_ = state; }  ///< continues where `state()` was taken

 private:
  State state_{};
};

/// The seed of one stream of a run: what draws "head" has nothing in common with what draws "images", nor with any
/// stream of another run, as `seed + 1` would have with the next one. A pure function of its arguments.
/// \param seed    of the run
/// \param stream  what is drawn from it, in a word
std::uint64_t named_seed(std::uint64_t seed, std::string_view stream);

/// The generator that layers' starting weights and dropout draw from unless they are given another. One per thread.
Generator& default_generator();

/// Restarts `default_generator()`; the same seed gives the same network and the same training run.
void manual_seed(std::uint64_t seed);

}  // namespace selfsame
