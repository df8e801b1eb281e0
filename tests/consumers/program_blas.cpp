// The one product that OpenBLAS computes, and no word about OpenBLAS: which kernels it runs is the library's affair.
#include <iostream>
#include <selfsame/kernels/gemm.hpp>
#include <vector>
int main() {
  constexpr selfsame::Index n = 64;
  const std::vector<float> a(n * n, 1), b(n * n, 2);
  std::vector<float> c(n * n);
  selfsame::kernels::gemm(false, false, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n);
  std::cout << c.front() << " " << c.back() << "\n";
}
