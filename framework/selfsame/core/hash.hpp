/// \file
/// A hash of bytes, the same on every machine: names of random streams, fingerprints of weights and files.
#pragma once

#include <cstddef>
#include <cstdint>

namespace selfsame {

/// FNV-1a over bytes (Fowler, Noll & Vo), going on from `hash`: 64 bits that tell two contents apart, no secret.
inline std::uint64_t hash_of(const void* bytes, std::size_t count, std::uint64_t hash = 0xcbf29ce484222325U) {
  const auto* at = static_cast<const unsigned char*>(bytes);
  for (std::size_t i = 0; i < count; ++i) hash = (hash ^ at[i]) * 0x100000001b3U;
  return hash;
}

}  // namespace selfsame
