/// \file
/// Jigsaw puzzles of 2 x 2 tiles: an image cut up, and shuffled (Noroozi and Favaro 2016, with 3 x 3 tiles).
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::ssl {

/// Cuts images into quarters.
///
/// \param images  (B, H, W, C) with H = W even
/// \return        (4 B, H / 2, W / 2, C): of all images the tile at the top left, then those at the top right, bottom
///                left and bottom right
/// \throws ShapeError  unless the images are square with an even side
Tensor cut_tiles(const Tensor& images);

/// The inverse of `cut_tiles`, to the bit: four tiles put together again.
/// \param tiles  (4 B, T, T, C), in the order of `cut_tiles`
/// \return       (B, 2 T, 2 T, C)
/// \throws ShapeError  unless the tiles are square and their number is a multiple of 4
Tensor join_tiles(const Tensor& tiles);

/// What `shuffle_tiles` returns.
struct ShuffledTiles {
  Tensor tiles;   ///< (4 B, T, T, C): row p B + i is what lies at place p of image i now
  Indices order;  ///< (4 B) the place it came from: 0 top left, 1 top right, 2 bottom left, 3 bottom right
};

/// Puts the four tiles of each image into random order, each of the 24 orders equally likely.
/// \param tiles  (4 B, T, T, C), in the order of `cut_tiles`
/// \throws ShapeError  as `join_tiles`
ShuffledTiles shuffle_tiles(const Tensor& tiles, Generator& random);

}  // namespace selfsame::ssl
