#include "selfsame/ssl/cosine.hpp"

#include <algorithm>
#include <cmath>

#include "selfsame/core/error.hpp"

namespace selfsame::ssl {

// [cosine similarities]
Array cosine_similarities_plain(const Array& a, const Array& b) {
  require(a.dimension() == 2 && b.dimension() == 2 && a.shape()[1] == b.shape()[1], "cosine_similarities_plain: rows ",
          a.shape(), " and ", b.shape(), " must be (M, D) and (N, D)");
  //! BEGIN SOLUTION a3.t2
  //! a (M, D), b (N, D); return (M, N). Element a(i, d) is row i's number d; sizes are a.shape()[0] and a.shape()[1].
  //! Sum in double. No length is taken for less than 1e-12.
  const Index width = a.shape()[1];
  const auto length = [&](const Array& rows, Index i) {
    double squares = 0;
    for (Index d = 0; d < width; ++d) squares += double{rows(i, d)} * double{rows(i, d)};
    return std::max(std::sqrt(squares), 1e-12);
  };
  Array cosines = empty({a.shape()[0], b.shape()[0]});
  for (Index i = 0; i < a.shape()[0]; ++i) {
    for (Index j = 0; j < b.shape()[0]; ++j) {
      double dot = 0;
      for (Index d = 0; d < width; ++d) dot += double{a(i, d)} * double{b(j, d)};
      cosines(i, j) = static_cast<Scalar>(dot / (length(a, i) * length(b, j)));
    }
  }
  return cosines;
  //! END SOLUTION
}
// [cosine similarities]

}  // namespace selfsame::ssl
