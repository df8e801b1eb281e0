/// \file
/// OpenBLAS runs its fast kernels: see openblas.cpp for why that needs care.
#pragma once

namespace selfsame {

/// The kernel set that OpenBLAS runs on this CPU, for example "SkylakeX" or "Zen". Calling it from the code that uses
/// BLAS also makes the linker keep the constructor that chooses the set before OpenBLAS initialises.
const char* openblas_core();

}  // namespace selfsame
