/// \file
/// Memory is reused: a training step asks for the same block sizes again and again.
///
/// malloc hands big blocks back to the kernel and gets them back page by page, zeroed, at every step. Measured on the
/// ConvNet step at batch 960, that costs 40 % of the time. Freed blocks are therefore kept in lists by size and handed
/// out again; `release_cached_memory` gives them back. A build for AddressSanitizer keeps none: it sees a use after
/// free only where freed memory stays unused.
#pragma once

#include <cstddef>

namespace selfsame {

/// A block of at least `bytes` bytes, aligned to 64 (a cache line and the widest vector register). Thread-safe.
void* allocate_block(std::size_t bytes);

/// Takes back a block that `allocate_block(bytes)` returned and keeps it for the next request of its size class.
void free_block(void* block, std::size_t bytes) noexcept;

/// Returns every kept block to the system.
void release_cached_memory() noexcept;

/// What the allocator holds at the moment, in bytes.
struct MemoryUse {
  std::size_t in_use;  ///< handed out and not yet freed
  std::size_t cached;  ///< freed and kept for reuse
  std::size_t peak;    ///< the highest `in_use` so far
};

/// The figures of this moment.
MemoryUse memory_use() noexcept;

/// Standard allocator over `allocate_block`, for the containers under `Array`.
template <class T>
class CachingAllocator {
 public:
  using value_type = T;  ///< what is allocated
  CachingAllocator() = default;
  /// One allocator serves every type.
  template <class U>
  CachingAllocator(const CachingAllocator<U>&) noexcept {}  // NOLINT: allocators convert implicitly
  /// Room for n values, not initialised. \throws std::bad_alloc
  T* allocate(std::size_t n) { return static_cast<T*>(allocate_block(n * sizeof(T))); }
  /// Takes back what `allocate(n)` gave.
  void deallocate(T* block, std::size_t n) noexcept { free_block(block, n * sizeof(T)); }
  /// All are alike: what one allocated any other may free.
  template <class U>
  bool operator==(const CachingAllocator<U>&) const noexcept {
    return true;
  }
  /// Never.
  template <class U>
  bool operator!=(const CachingAllocator<U>&) const noexcept {
    return false;
  }
};

}  // namespace selfsame
