/// \file
/// PIRL's loss (Misra and van der Maaten 2020): an image and what a pretext task makes of it lie together.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::ssl {

/// Which of 1 + N remembered vectors is this image's own? The mean over the batch of
/// \f$ -\log \frac{\exp(\langle v_i, m_i\rangle / \tau)}{\exp(\langle v_i, m_i\rangle / \tau) +
///     \sum_{j=1}^N \exp(\langle v_i, m^-_j\rangle / \tau)} \f$ with unit rows v.
///
/// \param vectors      (B, P), fresh from the network; they need not be unit rows
/// \param own          (B, P) unit rows: what the bank remembers of the same images, a constant
/// \param negatives    (N, P) unit rows: what it remembers of other images, a constant
/// \param temperature  tau > 0
/// \return             (); ln(N + 1) where all vectors are alike
/// \throws ShapeError  if sizes do not fit or N is 0
/// \throws UsageError  unless temperature is positive
///
/// This is InfoNCE (van den Oord et al. 2018), the first of the two terms that the paper prints. The other, a sum of
/// log(1 - h) over the negatives, is left out: it pushes the same negatives in the same direction, adds 1 to the loss
/// at the start, and becomes infinite in float where one negative takes the whole softmax.
Tensor bank_nce(const Tensor& vectors, const Array& own, const Array& negatives, Scalar temperature);

/// Options of `pirl_loss`.
struct PirlOptions {
  Scalar weight = Scalar(0.5);       ///< lambda: share of the transformed images' term, in [0, 1]
  Scalar temperature = Scalar(0.1);  ///< tau; 0.07 in the paper
};

/// lambda * bank_nce(transformed) + (1 - lambda) * bank_nce(images): both are drawn to what is remembered of the plain
/// image, so the transformation comes to make no difference (the paper's equation 5).
///
/// \param images       (B, P) projections f(I) of the images, by the images' head
/// \param transformed  (B, P) projections g(I^t) of the same images after the pretext task's transformation
/// \param bank         (n, P) unit rows
/// \param rows         (B) the images' rows in the bank
/// \param negatives    rows in the bank of other images, from `draw_negatives`
/// \throws ShapeError, UsageError  as `bank_nce`; and if a row is not in the bank or lambda not in [0, 1]
Tensor pirl_loss(const Tensor& images, const Tensor& transformed, const Array& bank, const Indices& rows,
                 const Indices& negatives, const PirlOptions& options = {});

/// The same number from the formula, by plain loops: to read, and to test `pirl_loss` against. No gradient.
double pirl_loss_plain(const Tensor& images, const Tensor& transformed, const Array& bank, const Indices& rows,
                       const Indices& negatives, const PirlOptions& options = {});

}  // namespace selfsame::ssl
