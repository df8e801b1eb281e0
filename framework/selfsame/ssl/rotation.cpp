#include "selfsame/ssl/rotation.hpp"

#include <algorithm>

#include "selfsame/core/parallel.hpp"

namespace selfsame::ssl {

// [rotate four ways]
RotatedBatch rotate_four_ways(const Tensor& images) {
  require(images.dim() == 4 && images.size(1) == images.size(2), "rotate_four_ways: images ", images.shape(),
          " must be (B, H, W, C) with H equal to W");
  //! BEGIN SOLUTION a3.t1
  //! images (B, side, side, C). Return {Tensor(array), indices}: first all of them upright, then all turned once,
  //! twice, three times, counter-clockwise as numpy.rot90; and the number of quarter turns of each.
  //! images.data().data() are the pixels, image after image, row after row, C numbers each.
  const Index batch = images.size(0);
  const Index side = images.size(1);
  const Index channels = images.size(3);
  const Index pixels = side * side * channels;
  Array rotated = empty({4 * batch, side, side, channels});
  parallel_for(batch, 8, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      const Scalar* from = images.data().data() + i * pixels;
      for (Index turn = 0; turn < 4; ++turn) {
        Scalar* to = rotated.data() + (turn * batch + i) * pixels;
        for (Index y = 0; y < side; ++y) {
          for (Index x = 0; x < side; ++x) {
            // Where the pixel that lands on (y, x) comes from; counter-clockwise, as numpy.rot90.
            const Index last = side - 1;
            const Index source_y = turn == 0 ? y : turn == 1 ? x : turn == 2 ? last - y : last - x;
            const Index source_x = turn == 0 ? x : turn == 1 ? last - y : turn == 2 ? last - x : y;
            std::copy_n(from + (source_y * side + source_x) * channels, channels, to + (y * side + x) * channels);
          }
        }
      }
    }
  });
  Indices rotations(static_cast<std::size_t>(4 * batch));
  for (std::size_t i = 0; i < rotations.size(); ++i) rotations[i] = static_cast<Index>(i) / batch;
  return {Tensor(std::move(rotated)), std::move(rotations)};
  //! END SOLUTION
}
// [rotate four ways]

}  // namespace selfsame::ssl
