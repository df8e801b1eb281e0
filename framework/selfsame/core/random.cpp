#include "selfsame/core/random.hpp"

#include <cmath>
#include <numeric>
#include <utility>

#include "selfsame/core/hash.hpp"

namespace selfsame {
namespace {

std::uint64_t rotate_left(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

// SplitMix64 (Steele, Lea & Flood 2014): turns keys that differ by one bit into unrelated states.
std::uint64_t splitmix(std::uint64_t& x) {
  std::uint64_t z = (x += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

}  // namespace

Generator::Generator(std::initializer_list<std::uint64_t> keys) {
  std::uint64_t mixed = 0;
  for (const std::uint64_t key : keys) {
    mixed ^= key;
    mixed = splitmix(mixed);
  }
  for (auto& word : state_) word = splitmix(mixed);
}

std::uint64_t Generator::bits() {
  const std::uint64_t result = rotate_left(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotate_left(state_[3], 45);
  return result;
}

double Generator::uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

double Generator::uniform(double low, double high) { return low + (high - low) * uniform(); }

double Generator::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * M_PI * uniform());
}

Index Generator::integer(Index n) {
  const auto range = static_cast<std::uint64_t>(n);
  const std::uint64_t biased = (0 - range) % range;  // 2^64 mod n values would come up once too often
  std::uint64_t x = bits();
  while (x < biased) x = bits();
  return static_cast<Index>(x % range);
}

Indices Generator::permutation(Index n) {
  Indices order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), Index{0});
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(integer(static_cast<Index>(i)))]);
  return order;
}

std::uint64_t named_seed(std::uint64_t seed, std::string_view stream) {
  return Generator{seed, hash_of(stream.data(), stream.size())}.bits();
}

Generator& default_generator() {
  thread_local Generator generator(0);
  return generator;
}

void manual_seed(std::uint64_t seed) { default_generator() = Generator(seed); }

}  // namespace selfsame
