/// \file
/// A picture with what each place of it says for a class.
#pragma once

#include <string>
#include <vector>

#include "selfsame/eval/evidence.hpp"
#include "selfsame/io/image.hpp"
#include "selfsame/report/figures.hpp"

namespace selfsame::tutorials {

/// The picture, and below it once for each class its grey tones, orange where the network found what speaks for the
/// class and blue where against it. All classes share one scale, and places are drawn as they are: rectangles.
///
/// \param picture   (H, W, 1 or 3)
/// \param evidence  what `eval::evidence_of` found in it
/// \param classes   which to draw, each beside its label
/// \param labels    one for each class
report::Figure looked_figure(const std::string& title, const io::Picture& picture, const eval::Evidence& evidence,
                             const Indices& classes, const std::vector<std::string>& labels);

}  // namespace selfsame::tutorials
