#include <algorithm>
#include <cmath>

#include "selfsame/core/graph.hpp"
#include "selfsame/core/parallel.hpp"
#include "selfsame/ops/linalg.hpp"

namespace selfsame {

Tensor l2_normalize(const Tensor& x, Scalar eps) {
  require(x.dim() >= 1, "l2_normalize: needs at least one dimension");
  const Index width = x.size(-1);
  const Index rows = width ? x.numel() / width : 0;
  //! BEGIN SOLUTION a1.t6
  //! x (rows, width) row by row, whatever its leading sizes. y has x's shape: each row divided by max(its length, eps).
  //! Backward: g, of y's shape, becomes the gradient of x. A row shorter than eps was only divided by eps.
  //! Return make_op("l2_normalize", own(y), {x}, [what backward needs](Array& g, GradSink& in) { in.add(0, ...); }).
  Array y = empty(x.shape());
  Saved lengths = own(empty({rows}));
  Scalar* length_of = lengths.storage()->array.data();
  const Scalar* from = x.data().data();
  parallel_for(rows, 4096 / (width + 1) + 1, [&](Index begin, Index end) {
    for (Index r = begin; r < end; ++r) {
      Scalar squares = 0;
      for (Index i = 0; i < width; ++i) squares += from[r * width + i] * from[r * width + i];
      length_of[r] = std::max(std::sqrt(squares), eps);
      for (Index i = 0; i < width; ++i) y.data()[r * width + i] = from[r * width + i] / length_of[r];
    }
  });
  Saved unit = own(std::move(y));
  return make_op("l2_normalize", unit, {x}, [=](Array& g, GradSink& in) {
    const Scalar* u = unit->array.data();
    Scalar* d = g.data();
    parallel_for(rows, 4096 / (width + 1) + 1, [&](Index begin, Index end) {
      for (Index r = begin; r < end; ++r) {
        const Scalar length = lengths->array.data()[r];
        Scalar along_row = 0;  // a row below eps was only scaled: nothing to project away
        if (length > eps) {
          for (Index i = r * width; i < (r + 1) * width; ++i) along_row += u[i] * d[i];
        }
        for (Index i = r * width; i < (r + 1) * width; ++i) d[i] = (d[i] - u[i] * along_row) / length;
      }
    });
    in.add(0, std::move(g));
  });
  //! END SOLUTION
}

}  // namespace selfsame
