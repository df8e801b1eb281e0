#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

#include "selfsame/core/memory.hpp"
#include "selfsame/core/tensor.hpp"

using namespace selfsame;

namespace {

// Not in a build for AddressSanitizer.
bool keeps_blocks() {
  release_cached_memory();
  free_block(allocate_block(64), 64);
  return memory_use().cached > 0;
}

}  // namespace

TEST_CASE("blocks are aligned to a cache line whatever their size") {
  for (const std::size_t bytes :
       {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{65}, std::size_t{1000}, std::size_t{123457}}) {
    void* block = allocate_block(bytes);
    CHECK(reinterpret_cast<std::uintptr_t>(block) % 64 == 0);
    std::memset(block, 0x5a, bytes);  // all of it is ours: sanitizers would tell
    free_block(block, bytes);
  }
  const Array array = empty({3, 5});
  CHECK(reinterpret_cast<std::uintptr_t>(array.data()) % 64 == 0);
}

TEST_CASE("a freed block is handed out again for the same size") {
  if (!keeps_blocks()) return;
  void* first = allocate_block(100000);
  free_block(first, 100000);
  void* second = allocate_block(100000);
  CHECK(second == first);
  void* third = allocate_block(100000);
  CHECK(third != second);
  free_block(second, 100000);
  free_block(third, 100000);
}

TEST_CASE("the figures of memory_use follow what is allocated, freed and released") {
  const std::size_t kept = keeps_blocks() ? 1 << 20 : 0;
  release_cached_memory();
  const MemoryUse before = memory_use();
  CHECK(before.cached == 0);
  void* block = allocate_block(1 << 20);
  CHECK(memory_use().in_use - before.in_use == 1 << 20);
  CHECK(memory_use().peak >= memory_use().in_use);
  free_block(block, 1 << 20);
  CHECK(memory_use().in_use == before.in_use);
  CHECK(memory_use().cached == kept);
  release_cached_memory();
  CHECK(memory_use().cached == 0);
}

TEST_CASE("rounding up costs at most an eighth of a block") {
  release_cached_memory();
  for (std::size_t bytes = 1024; bytes < 100000; bytes += 777) {
    const std::size_t before = memory_use().in_use;
    void* block = allocate_block(bytes);
    const std::size_t taken = memory_use().in_use - before;
    CHECK(taken >= bytes);
    CHECK(taken <= bytes + bytes / 8 + 64);
    free_block(block, bytes);
  }
}

TEST_CASE("several threads may allocate and free at a time without sharing a block") {
  const auto work = [](unsigned char mark, bool& ok) {
    for (int i = 0; i < 2000; ++i) {
      auto* block = static_cast<unsigned char*>(allocate_block(512));
      std::memset(block, mark, 512);
      std::this_thread::yield();
      for (int k = 0; k < 512; ++k) ok = ok && block[k] == mark;
      free_block(block, 512);
    }
  };
  bool ok_a = true;
  bool ok_b = true;
  std::thread other(work, static_cast<unsigned char>(1), std::ref(ok_a));
  work(2, ok_b);
  other.join();
  CHECK(ok_a);
  CHECK(ok_b);
}
