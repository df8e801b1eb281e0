/// \file
/// Images as sequences of patches, and choosing among the tokens made of them.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame {

/// Cuts images into square patches: row by row, each patch as the numbers of its pixels.
///
/// \param images  (N, H, W, C)
/// \param patch   side p of a patch; must divide H and W
/// \return        (N, (H / p) (W / p), p p C)
/// \throws ShapeError if images are not (N, H, W, C) or the patches do not fit
Tensor patchify(const Tensor& images, Index patch);

/// The inverse of `patchify`, to look at patches that a network made.
///
/// \param patches  (N, (H / p) (W / p), p p C)
/// \param height, width, patch  H, W and p
/// \return         (N, H, W, C)
/// \throws ShapeError if sizes do not fit
Tensor unpatchify(const Tensor& patches, Index height, Index width, Index patch);

/// Some tokens of each image, in the given order: y_nk = x_n,index[n K + k]. Dropping tokens (masking) and putting them
/// back into their order are both this; the gradient of a token taken twice is summed.
///
/// \param x      (N, T, D)
/// \param index  N lists of K positions, each in 0..T-1, one list after another
/// \return       (N, K, D)
/// \throws ShapeError if x is not (N, T, D), the lists are not N of one length, or a position is outside
Tensor select_tokens(const Tensor& x, const Indices& index);

}  // namespace selfsame
