// What xtensor 0.24 gets wrong under C++20, where the library does not put it right: core/xt.hpp says why.
#include <iostream>
#include <selfsame/selfsame.hpp>
using namespace selfsame;
static_assert(__cplusplus >= 202002L);
int main() {
  const Array a = filled({3, 4}, 1);
  const Array twice = xt::eval(a + a), rows = xt::eval(xt::sum(a, {1})), all = sum(Tensor(a)).data();
  std::cout << to_string(twice.shape()) << " " << to_string(rows.shape()) << " " << rows(0) << " " << all() << "\n";
}
