#include "selfsame/core/memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <new>
#include <unordered_map>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace selfsame {
namespace {

constexpr std::size_t alignment = 64;

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)  // GCC's and clang's way to say it
constexpr bool keeps_blocks = false;
#else
constexpr bool keeps_blocks = true;
#endif

// Sizes are rounded up to one of eight steps between powers of two, so that slightly different requests (the last,
// smaller batch of an epoch) share blocks at a cost of at most 1/8 of the memory.
std::size_t size_class(std::size_t bytes) {
  std::size_t step = alignment;
  while (step * 16 < bytes) step *= 2;
  return std::max((bytes + step - 1) / step * step, alignment);
}

// A fresh block. Big ones lie on huge pages where the system has them: 512 times fewer entries for the processor to
// look up, and fewer interruptions when the memory is touched first.
void* fresh_block(std::size_t size) {
#ifdef MADV_HUGEPAGE
  constexpr std::size_t huge_page = std::size_t{1} << 21;
  if (size >= huge_page) {
    void* block = std::aligned_alloc(huge_page, (size + huge_page - 1) / huge_page * huge_page);
    if (block) madvise(block, size / huge_page * huge_page, MADV_HUGEPAGE);  // a hint: no matter if it is refused
    return block;
  }
#endif
  return std::aligned_alloc(alignment, size);
}

struct Pool {
  std::mutex mutex;
  std::unordered_map<std::size_t, std::vector<void*>> free_blocks;
  MemoryUse use{0, 0, 0};
};

// Never destroyed: arrays in static storage may still free into it while the program ends.
Pool& pool() {
  static Pool* instance = new Pool;
  return *instance;
}

}  // namespace

// [allocate]
void* allocate_block(std::size_t bytes) {
  const std::size_t size = size_class(bytes);
  {
    Pool& p = pool();
    const std::lock_guard<std::mutex> lock(p.mutex);
    p.use.in_use += size;
    p.use.peak = std::max(p.use.peak, p.use.in_use);
    auto& blocks = p.free_blocks[size];
    if (!blocks.empty()) {
      void* block = blocks.back();
      blocks.pop_back();
      p.use.cached -= size;
      return block;
    }
  }
  void* block = fresh_block(size);
  if (!block) {
    release_cached_memory();
    block = fresh_block(size);
  }
  if (!block) throw std::bad_alloc();
  return block;
}
// [allocate]

void free_block(void* block, std::size_t bytes) noexcept {
  if (!block) return;
  const std::size_t size = size_class(bytes);
  Pool& p = pool();
  const std::lock_guard<std::mutex> lock(p.mutex);
  p.use.in_use -= size;
  if (!keeps_blocks) return std::free(block);
  try {
    p.free_blocks[size].push_back(block);
    p.use.cached += size;
  } catch (const std::bad_alloc&) {
    std::free(block);
  }
}

void release_cached_memory() noexcept {
  Pool& p = pool();
  const std::lock_guard<std::mutex> lock(p.mutex);
  for (auto& [size, blocks] : p.free_blocks) {
    for (void* block : blocks) std::free(block);
    blocks.clear();
  }
  p.use.cached = 0;
}

MemoryUse memory_use() noexcept {
  Pool& p = pool();
  const std::lock_guard<std::mutex> lock(p.mutex);
  return p.use;
}

}  // namespace selfsame
