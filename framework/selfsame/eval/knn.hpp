/// \file
/// Weighted nearest neighbours (Wu et al. 2018): a look at frozen features that has nothing to train.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::eval {

/// Options of `knn_scores`.
struct KnnOptions {
  Index neighbours = 10;      ///< k; fewer where there are fewer labelled images
  Scalar temperature = 0.1f;  ///< a neighbour of cosine s counts exp(s / temperature)
};

/// Class scores by the votes of the k labelled images whose features have the largest cosine.
///
/// \param queries   (M, D) features to classify
/// \param known     (N, D) features of labelled images
/// \param labels    N class indices
/// \return          (M, classes); rows sum to 1
/// \throws ShapeError if sizes do not fit, there is no labelled image, or a label is not a class
/// \throws Error      if features are not finite or k is not at least 1
Array knn_scores(const Array& queries, const Array& known, const Indices& labels, Index classes,
                 const KnnOptions& options = {});

}  // namespace selfsame::eval
