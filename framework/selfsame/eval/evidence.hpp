/// \file
/// Where in an image a classifier found what it said.
#pragma once

#include "selfsame/nn/classifier.hpp"

namespace selfsame::eval {

/// What a classifier says about one image, and where that came from.
struct Evidence {
  Array scores;  ///< (classes), as forward gives them
  Array places;  ///< (H', W', classes): what each place of the last feature map adds to each class
};

/// Class activation maps (Zhou et al. 2016). Where the features are the mean of a map f over its places p and the head
/// is linear, score_c = mean_p(w_c . f_p) + b_c, so w_c . f_p is exactly what place p says for class c: nothing is
/// estimated. That holds for ConvNet, WideResNet (7 x 7 or 8 x 8 places) and VisionTransformer (a place is a patch;
/// what its token says was gathered from other patches, too). A place's mean over the classes is taken off: what speaks
/// for all classes alike decides nothing.
///
/// \param classifier  in evaluation mode
/// \param image       (1, H, W, C), normalised
/// \throws ShapeError if there is more than one image, or the encoder's features are no mean over places
/// \throws Error      if a score is infinite or not a number
Evidence evidence_of(nn::Classifier& classifier, const Tensor& image);

}  // namespace selfsame::eval
