/// \file
/// Working memory of the kernels. Internal to kernels/*.cpp.
#pragma once

#include <cstddef>

#include "selfsame/core/memory.hpp"
#include "selfsame/core/types.hpp"

namespace selfsame::kernels::detail {

/// A buffer that is not initialised, from the library's allocator.
class Scratch {
 public:
  Scratch() = default;
  explicit Scratch(Index size)
      : size_(static_cast<std::size_t>(size)), data_(CachingAllocator<Scalar>().allocate(size_)) {}
  ~Scratch() { CachingAllocator<Scalar>().deallocate(data_, size_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  Scalar* data() const { return data_; }

  /// The buffer once it has room for `size` numbers; what it held is lost where it must grow. A `thread_local` one
  /// stays for the next call.
  Scalar* room(Index size) {
    if (static_cast<Index>(size_) < size) {
      CachingAllocator<Scalar>().deallocate(data_, size_);
      data_ = nullptr;
      data_ = CachingAllocator<Scalar>().allocate(static_cast<std::size_t>(size));
      size_ = static_cast<std::size_t>(size);
    }
    return data_;
  }

 private:
  std::size_t size_ = 0;
  Scalar* data_ = nullptr;
};

}  // namespace selfsame::kernels::detail
