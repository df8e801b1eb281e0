#include "selfsame/ssl/jigsaw.hpp"

#include "selfsame/ops/patches.hpp"
#include "selfsame/ops/shape.hpp"

namespace selfsame::ssl {
namespace {

void check_tiles(const char* name, const Tensor& tiles) {
  require(tiles.dim() == 4 && tiles.size(1) == tiles.size(2) && tiles.size(0) % 4 == 0, name, ": tiles ", tiles.shape(),
          " must be (4 B, T, T, C)");
}

}  // namespace

// [cut tiles]
Tensor cut_tiles(const Tensor& images) {
  require(images.dim() == 4 && images.size(1) == images.size(2) && images.size(1) % 2 == 0, "cut_tiles: images ",
          images.shape(), " must be (B, H, W, C) with H equal to W and even");
  const Index side = images.size(1) / 2;
  const Tensor patches = patchify(images, side);  // (B, 4, side side C)
  return reshape(permute(patches, {1, 0, 2}), {4 * images.size(0), side, side, images.size(3)});
}
// [cut tiles]

Tensor join_tiles(const Tensor& tiles) {
  check_tiles("join_tiles", tiles);
  const Index side = tiles.size(1);
  const Tensor patches = permute(reshape(tiles, {4, tiles.size(0) / 4, -1}), {1, 0, 2});  // (B, 4, side side C)
  return unpatchify(patches, 2 * side, 2 * side, side);
}

// [shuffle tiles]
ShuffledTiles shuffle_tiles(const Tensor& tiles, Generator& random) {
  check_tiles("shuffle_tiles", tiles);
  const Index batch = tiles.size(0) / 4;
  Indices order(static_cast<std::size_t>(4 * batch)), source(order.size());
  for (Index i = 0; i < batch; ++i) {
    const Indices places = random.permutation(4);
    for (Index p = 0; p < 4; ++p) {
      const auto row = static_cast<std::size_t>(p * batch + i);
      order[row] = places[static_cast<std::size_t>(p)];
      source[row] = order[row] * batch + i;
    }
  }
  return {index_select(tiles, 0, source), std::move(order)};
}
// [shuffle tiles]

}  // namespace selfsame::ssl
