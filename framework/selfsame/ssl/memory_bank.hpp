/// \file
/// Memory bank (Wu et al. 2018): a remembered vector of every image, so that a batch can be compared with thousands of
/// images without sending them through the network.
#pragma once

#include "selfsame/core/random.hpp"
#include "selfsame/core/xt.hpp"

namespace selfsame::ssl {

/// A bank is a plain array (n, P) of unit rows, row j for image j. It is no tensor: nothing can send a gradient into
/// it. This one starts with random directions.
/// \throws UsageError  unless n and width are positive
Array random_bank(Index n, Index width, Generator& random);

/// Moves the rows of a batch towards its fresh vectors: m <- unit(momentum * m + (1 - momentum) * unit(v)).
///
/// Call it after the loss, once a step: before it, an image would be compared with itself. Of an image that the batch
/// holds twice, both vectors count, one after the other.
/// \param bank      (n, P)
/// \param rows      (B) which rows
/// \param vectors   (B, P), of any length but 0
/// \param momentum  share of what was remembered, in [0, 1)
/// \throws ShapeError  if sizes do not fit or a row is not in the bank
/// \throws UsageError  if momentum is outside [0, 1)
void update_bank(Array& bank, const Indices& rows, const Array& vectors, Scalar momentum);

/// Rows of a bank to push away from: drawn without repetition among all rows that are not in the batch, so that no
/// image is ever its own negative. The whole batch shares them.
///
/// \param n      rows in the bank
/// \param batch  rows of the batch's images, in any order and perhaps with repetitions
/// \param count  how many are wanted; fewer where there are fewer
/// \throws ShapeError  if a row is not in the bank
/// \throws UsageError  if no row is left, or count is not positive
Indices draw_negatives(Index n, const Indices& batch, Index count, Generator& random);

}  // namespace selfsame::ssl
