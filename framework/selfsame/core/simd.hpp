/// \file
/// The only file that includes xsimd, whose vectors xtensor's maths on whole arrays and our kernels run in. What one
/// processor's vectors get wrong is settled here.
#pragma once

#include <xsimd/xsimd.hpp>

// arm64: xsimd divides floats, and takes their square roots, by estimates that it refines. Then sqrt(inf) is NaN, 1 / x
// of a denormal x has the wrong sign, and the last bit is another than x86's. The processor has exact instructions for
// both; for doubles xsimd uses them.
#if XSIMD_WITH_NEON64 && !(defined(XSIMD_WITH_SVE) && XSIMD_WITH_SVE)
namespace xsimd {
template <>
inline batch<float>& batch<float>::operator/=(const batch<float>& other) noexcept {
  return *this = batch<float>(vdivq_f32(data, other.data));
}

template <>
inline batch<float> sqrt(const batch<float>& x) noexcept {
  return batch<float>(vsqrtq_f32(x.data));
}
}  // namespace xsimd
#endif
