/// \file
/// How often a guess is right, and which classes are taken for which.
#pragma once

#include "selfsame/core/tensor.hpp"

namespace selfsame::eval {

/// Share of guesses that equal the label, in percent. \throws ShapeError if the numbers differ or are 0
double accuracy(const Indices& guesses, const Indices& labels);

/// The same for class scores (N, C): the guess is the largest.
double accuracy(const Array& scores, const Indices& labels);

/// Entry [true class][guessed class] counts images. \throws ShapeError if the numbers differ or a class is outside
/// 0..classes-1
std::vector<std::vector<Index>> confusion_matrix(const Indices& guesses, const Indices& labels, Index classes);

}  // namespace selfsame::eval
